/*
 * Crash tests: a workload runs on the kernel's file system on the host (tests/host/machine) while every write and
 * flush of its disk is recorded, and every call with the promise that it made. Then the power is cut
 * after each write, and between any two flushes with any of the writes lost that no flush has made last;
 * each disk that can result is checked, mounted and compared.
 *
 *	work.c		the workload, and its journal
 *	model.c		what the journal says must, and may, be there
 *	replay.c	the disks that a cut can leave
 *	crash.c		main: runs all of it
 */
#ifndef CRASH_H
#define CRASH_H

#include "../host/machine/machine.h"

#define NR_TASKS   3
#define NR_SLOTS   8	/* names that each task uses */
#define MAX_OPS	   4096 /* of each task */
#define MAX_EVENTS 40000

/* ---- What happened to the disk ---- */

enum event_kind { WRITE,
		  WRITE_ENDED,
		  FLUSH,
		  FLUSH_ENDED };

struct event {
	enum event_kind kind;
	unsigned int number; /* of the request */
	uint32_t block;
	uint8_t data[DISK_BLOCK];
};

struct recording {
	unsigned int nr;
	struct event event[MAX_EVENTS];
};

/* ---- What was asked of the file system ---- */

enum op_kind { CREATE,
	       SYMLINK,
	       MKDIR,
	       LINK,
	       RENAME,
	       EXCHANGE,
	       UNLINK,
	       WRITE_DATA,
	       TRUNCATE,
	       ALLOCATE,
	       PUNCH,
	       FSYNC,
	       SYNC };

struct op {
	enum op_kind kind;
	unsigned int slot, slot2;
	unsigned int object;	 /* that is made, or whose contents are meant */
	uint64_t off, len;	 /* bytes; TRUNCATE: off is the size */
	unsigned int start, end; /* events before the call, and at its return; end 0: never returned */
	bool failed;		 /* changed nothing */
};

struct journal {
	unsigned int nr[NR_TASKS];
	struct op op[NR_TASKS][MAX_OPS];
};

/* Both are in memory that processes share. */
extern struct recording *recording;
extern struct journal *journal;

/* work.c: mounts, works, ends as a power cut would: without unmounting, or with it if clean. */
void run_workload(unsigned int nr_ops, bool clean);
void slot_path(unsigned int task, unsigned int slot, char *buf, size_t size);
/* Where data is written: NR_SECTORS of 512 bytes, in three places of a file. */
#define NR_SECTORS 192u
uint64_t sector_offset(unsigned int sector);
/* What is stored there. */
void fill_sector(uint8_t *buf, unsigned int object, unsigned int op, unsigned int sector);
void symlink_target(unsigned int object, char *buf, size_t size);

/* model.c: is the mounted file system one that a cut before event `at` may leave? Prints what is not so. */
bool check_contents(unsigned int at);
void print_journal(unsigned int at);

#endif
