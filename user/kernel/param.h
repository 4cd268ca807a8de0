/* For programs written for xv6: the limits of its kernel/param.h that mean something to a program. */
#ifndef XV6_PARAM_H
#define XV6_PARAM_H

#define NPROC	64 /* how many processes a test makes that wants many; there is no such limit here */
#define NOFILE	16
#define MAXARG	32
#define MAXPATH 128

#endif
