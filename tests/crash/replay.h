/* From a recording to the disks that a cut may leave. */
#ifndef REPLAY_H
#define REPLAY_H

#include "crash.h"

struct replay;

/* disk: before the first event. Reads the global recording. */
struct replay *replay_new(const uint8_t *disk, size_t size, uint64_t seed);
void replay_free(struct replay *r);
/* Go on to event `at`, never back. Then, into a disk's worth of memory: */
void replay_to(struct replay *r, unsigned int at);
/* everything that was written has arrived; */
void replay_all(const struct replay *r, uint8_t *disk);
/* choice n of all that there are, below replay_choices(), which is ~0 if they are too many; */
uint64_t replay_choices(const struct replay *r);
void replay_choice(const struct replay *r, uint8_t *disk, uint64_t n);
/* any, and a block may be torn. */
void replay_random(struct replay *r, uint8_t *disk);

#endif
