#ifndef TRACK_H
#define TRACK_H

/* Sounds, and tracks that play them. A sound is shared and counted; a track belongs to whoever made it. */

typedef struct sound sound_t;
typedef struct track track_t;

sound_t *sound_make(int frames);
sound_t *sound_share(sound_t *sound);
void sound_put(sound_t *sound);
int sound_frames(const sound_t *sound);

track_t *track_make(sound_t *sound);
void track_destroy(track_t *track);
sound_t *track_sound(track_t *track);
int track_swap(track_t *track, sound_t *sound);
int track_find(track_t *track, int frames, sound_t **found);

#endif
