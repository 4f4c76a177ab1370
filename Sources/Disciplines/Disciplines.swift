// Disciplines
