/*
 * The disks that a power cut can leave. A write is certain once a flush that began after its end has ended; of those
 * that are not, any may be missing, and of several to one block any may have been the last to arrive. A block
 * may also be half of one and half of another, sector by sector.
 */
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WRITES 8192
#define SECTOR	   512u

/* A write that is not certain yet. */
struct write {
	const struct event *event;
	bool ended;
	unsigned int flush; /* the first that began after its end; 0: none has */
};

struct replay {
	struct write writes[MAX_WRITES]; /* oldest first */
	unsigned int nr_writes;
	uint8_t *certain; /* the disk, with all that is */
	size_t size;
	unsigned int position; /* events that were looked at */
	uint64_t seed;
};

static unsigned int random_below(struct replay *r, unsigned int n)
{
	r->seed = r->seed * 6364136223846793005ull + 1442695040888963407ull;
	return (r->seed >> 33) % n;
}

struct replay *replay_new(const uint8_t *disk, size_t size, uint64_t seed)
{
	struct replay *r = calloc(1, sizeof(*r));

	r->size = size;
	r->certain = malloc(size);
	memcpy(r->certain, disk, size);
	r->seed = seed;
	return r;
}

void replay_free(struct replay *r)
{
	free(r->certain);
	free(r);
}

static void apply(uint8_t *disk, const struct event *event)
{
	memcpy(disk + (size_t)event->block * DISK_BLOCK, event->data, DISK_BLOCK);
}

/* ---- Events ---- */

static void on_write(struct replay *r, const struct event *event)
{
	for (unsigned int i = 0; i < r->nr_writes; i++)
		if (r->writes[i].event->block == event->block && !r->writes[i].ended) {
			printf("two writes to block %u are in flight together\n", event->block);
			abort();
		}
	if (r->nr_writes == MAX_WRITES)
		abort();
	r->writes[r->nr_writes++] = (struct write){ .event = event };
}

static void on_write_ended(struct replay *r, unsigned int number)
{
	for (unsigned int i = 0; i < r->nr_writes; i++)
		if (r->writes[i].event->number == number)
			r->writes[i].ended = true;
}

static void on_flush(struct replay *r, unsigned int number)
{
	for (unsigned int i = 0; i < r->nr_writes; i++)
		if (r->writes[i].ended && !r->writes[i].flush)
			r->writes[i].flush = number;
}

static void on_flush_ended(struct replay *r, unsigned int number)
{
	unsigned int left = 0;

	for (unsigned int i = 0; i < r->nr_writes; i++) {
		if (r->writes[i].flush && r->writes[i].flush <= number)
			apply(r->certain, r->writes[i].event);
		else
			r->writes[left++] = r->writes[i];
	}
	r->nr_writes = left;
}

void replay_to(struct replay *r, unsigned int at)
{
	for (; r->position < at; r->position++) {
		const struct event *event = &recording->event[r->position];

		switch (event->kind) {
		case WRITE:
			on_write(r, event);
			break;
		case WRITE_ENDED:
			on_write_ended(r, event->number);
			break;
		case FLUSH:
			on_flush(r, event->number);
			break;
		case FLUSH_ENDED:
			on_flush_ended(r, event->number);
		}
	}
}

/* ---- Disks ---- */

void replay_all(const struct replay *r, uint8_t *disk)
{
	memcpy(disk, r->certain, r->size);
	for (unsigned int i = 0; i < r->nr_writes; i++)
		apply(disk, r->writes[i].event);
}

/* How many writes there are to the block of write i, and whether it is the first of them. */
static unsigned int versions(const struct replay *r, unsigned int i, bool *first)
{
	unsigned int n = 0;

	*first = true;
	for (unsigned int j = 0; j < r->nr_writes; j++) {
		if (r->writes[j].event->block != r->writes[i].event->block)
			continue;
		n++;
		*first &= j >= i;
	}
	return n;
}

/* The n-th write to the block of write i. */
static const struct event *version(const struct replay *r, unsigned int i, unsigned int n)
{
	unsigned int j = i;

	for (;; j++)
		if (r->writes[j].event->block == r->writes[i].event->block && !n--)
			return r->writes[j].event;
}

uint64_t replay_choices(const struct replay *r)
{
	uint64_t product = 1;
	bool first;

	for (unsigned int i = 0; i < r->nr_writes && product < 1u << 30; i++) {
		unsigned int n = versions(r, i, &first);

		if (first)
			product *= n + 1;
	}
	return product < 1u << 30 ? product : ~0ull;
}

void replay_choice(const struct replay *r, uint8_t *disk, uint64_t choice)
{
	bool first;

	memcpy(disk, r->certain, r->size);
	for (unsigned int i = 0; i < r->nr_writes; i++) {
		unsigned int n = versions(r, i, &first);

		if (!first)
			continue;
		if (choice % (n + 1))
			apply(disk, version(r, i, choice % (n + 1) - 1));
		choice /= n + 1;
	}
}

/* Some sectors of the block from the write. */
static void tear(struct replay *r, uint8_t *disk, const struct event *event)
{
	for (unsigned int off = 0; off < DISK_BLOCK; off += SECTOR)
		if (random_below(r, 2))
			memcpy(disk + (size_t)event->block * DISK_BLOCK + off, event->data + off, SECTOR);
}

void replay_random(struct replay *r, uint8_t *disk)
{
	unsigned int likely = 1 + random_below(r, 7); /* in eighths, that a write arrived */
	bool first;

	memcpy(disk, r->certain, r->size);
	for (unsigned int i = 0; i < r->nr_writes; i++) {
		unsigned int n = versions(r, i, &first);

		if (!first || random_below(r, 8) >= likely)
			continue;
		apply(disk, version(r, i, random_below(r, 4) ? n - 1 : random_below(r, n)));
		if (random_below(r, 8) == 0)
			tear(r, disk, version(r, i, random_below(r, n)));
	}
}
