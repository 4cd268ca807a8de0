/* Flags of getrandom. */
#ifndef ABI_RANDOM_H
#define ABI_RANDOM_H

#define GRND_NONBLOCK 1
#define GRND_RANDOM   2

#endif
