/*
 * Tests of the kernel's disk file system on the host: tests/host/machine has the kernel, tests/host/host.h says what
 * a test looks like. Each test is a process, so each boots the kernel anew, on an empty disk.
 */
#ifndef TESTS_FS_H
#define TESTS_FS_H

#define _GNU_SOURCE

#include "../host/host.h"
#include "../host/machine/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DISK_SIZE ((size_t)4 << 20)

extern uint8_t *disk;
void start(void); /* boots, and mounts an empty disk */
void remount(void);
void fsck_is_clean(void);   /* of the disk as it is now */
void fsck_repairs(void);    /* which has something to do, and after it the disk is clean */
int log_transactions(void); /* that a mount would replay */
/* Makes or opens a file. */
int file(const char *name);
/* Bytes that tell where they are. */
void pattern(uint8_t *buf, size_t n, uint64_t pos, unsigned int seed);

#endif
