/// The words of the small C of these tests, each with its line.
struct Lexer {
  struct Token {
    var text: String
    var line: Int
    var begin: Int
  }

  static func tokens(of source: String) -> [Token] {
    let characters = Array(source)
    var result: [Token] = []
    var position = 0
    var line = 1
    while position < characters.count {
      let character = characters[position]
      if character == "\n" {
        line += 1
        position += 1
      } else if character.isWhitespace {
        position += 1
      } else if character == "/", position + 1 < characters.count, characters[position + 1] == "/" {
        while position < characters.count, characters[position] != "\n" { position += 1 }
      } else {
        let begin = position
        if character.isLetter || character == "_" {
          while position < characters.count,
            characters[position].isLetter || characters[position].isNumber || characters[position] == "_"
          {
            position += 1
          }
        } else if character.isNumber {
          while position < characters.count, characters[position].isNumber { position += 1 }
        } else {
          let pair = position + 1 < characters.count ? String(characters[position...position + 1]) : ""
          position += ["->", "==", "!=", "<=", ">=", "&&", "||", "++"].contains(pair) ? 2 : 1
        }
        result.append(Token(text: String(characters[begin..<position]), line: line, begin: begin))
      }
    }
    return result
  }
}
