/*
 * crash [-s SEED] [-n CALLS] [-r LIMIT] [-v] IMAGE: IMAGE holds empty directories a and b. Runs the workload
 * with CALLS calls per task in a process that then "loses power", and checks every disk that this may leave;
 * between two flushes at most LIMIT of them (all, if there are no more). Each check is a process of its own:
 *
 *	fsck finds nothing; it can be mounted; what was promised is there; it can be written to; unmounted, fsck
 *	finds nothing; and some are cut a second time, in the middle of recovery
 *
 * Says in words what is not so, and keeps the disk as IMAGE.bad.
 */
#define _GNU_SOURCE
#include "replay.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct recording *recording;
struct journal *journal;
extern const struct disk_events recorder;
int fsck_main(int argc, char **argv); /* mkfs/fsck.c */

void fsck_exit(int status); /* its exit() */

static const char *image;
static size_t size;
static uint8_t *disk; /* shared: the disk that is looked at, and */
static int disk_fd;   /* its file, for fsck */
static uint64_t seed = 1;
static unsigned int nr_calls = 60, limit = 24, nr_checked;

static void *shared(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return p;
}

static uint8_t *read_image(void)
{
	FILE *f = fopen(image, "rb");
	uint8_t *data;

	if (!f || fseek(f, 0, SEEK_END)) {
		perror(image);
		exit(2);
	}
	size = ftell(f);
	rewind(f);
	data = malloc(size);
	if (fread(data, 1, size, f) != size)
		abort();
	fclose(f);
	return data;
}

/* ---- One process for each thing: the kernel is booted once in it ---- */

static bool in_child(void (*fn)(void *), void *arg)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		fn(arg);
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void fail(const char *what)
{
	printf("%s\n", what);
	fflush(stdout);
	_exit(1);
}

void fsck_exit(int status)
{
	fflush(stdout);
	_exit(status);
}

static void fsck(const char *when)
{
	char path[64];
	char *argv[] = { "fsck", "-q", path, NULL };

	snprintf(path, sizeof(path), "/proc/self/fd/%d", disk_fd);
	optind = 1;
	if (fsck_main(3, argv))
		fail(when);
}

static void work(void *arg)
{
	uint8_t *base = arg;

	machine_boot(seed);
	disk_attach(base, size / DISK_BLOCK, false);
	run_workload(nr_calls, false);
}

struct check {
	unsigned int at;
	bool record; /* what recovery and the rest write */
};

static void use(void)
{
	int fd = k_open("after", O_CREAT | O_RDWR, 0600);
	static char data[20000], back[20000];

	memset(data, 'z', sizeof(data));
	if (fd < 0 || k_pwrite(fd, data, sizeof(data), 0) != sizeof(data) || k_fsync(fd) ||
	    k_pread(fd, back, sizeof(back), 0) != sizeof(back) || memcmp(data, back, sizeof(data)) ||
	    k_close(fd) || k_unlink("after"))
		fail("it cannot be used");
}

static void check(void *arg)
{
	struct check *c = arg;
	int err;

	fsck("(fsck before mounting)");
	machine_boot(seed + c->at);
	disk_attach(disk, size / DISK_BLOCK, false);
	if (c->record)
		disk_record(&recorder);
	err = k_mount(false);
	if (err) {
		printf("mount: error %d\n", err);
		fail("it cannot be mounted");
	}
	if (!check_contents(c->at)) {
		print_journal(c->at);
		fail("it does not hold what it should");
	}
	use();
	if (k_umount())
		fail("it cannot be unmounted");
	fsck("(fsck after unmounting)");
}

/* ---- All of them ---- */

static uint8_t *kept; /* the disk as it was before the check changed it */

static void check_disk(unsigned int at, const char *how, bool record)
{
	struct check c = { at, record };
	char path[512];
	FILE *f;

	memcpy(kept, disk, size);
	nr_checked++;
	if (in_child(check, &c))
		return;
	snprintf(path, sizeof(path), "%s.bad", image);
	f = fopen(path, "wb");
	fwrite(kept, 1, size, f);
	fclose(f);
	printf("FAILED: seed %llu, cut before event %u (%s); the disk is %s\n", (unsigned long long)seed, at, how,
	       path);
	exit(1);
}

/* Cut again, at some moments while the present disk is recovered. The contents are judged as of the first cut. */
static void cut_again(unsigned int at)
{
	struct recording *first = recording;
	static struct recording *second;
	struct replay *r;
	unsigned int step;

	if (!second)
		second = shared(sizeof(*second));
	recording = second;
	recording->nr = 0;
	check_disk(at, "some writes lost", true);
	r = replay_new(kept, size, seed + at);
	step = 1 + recording->nr / 12;
	for (unsigned int i = 0; i < recording->nr; i += step) {
		replay_to(r, i);
		replay_random(r, disk);
		check_disk(at, "and again in recovery", false);
	}
	replay_free(r);
	recording = first;
}

/* Just before event `at`, the end of a flush: the most disks are possible then. */
static void check_choices(struct replay *r, unsigned int at)
{
	uint64_t choices = replay_choices(r);

	for (uint64_t n = 0; n < (choices < limit ? choices : limit); n++) {
		if (choices <= limit)
			replay_choice(r, disk, n);
		else
			replay_random(r, disk);
		check_disk(at, choices <= limit ? "one of all choices" : "some writes lost", false);
	}
}

static void check_all(const uint8_t *base)
{
	struct replay *r = replay_new(base, size, seed);

	for (unsigned int at = 0; at <= recording->nr; at++) {
		replay_to(r, at);
		if (at && recording->event[at - 1].kind == WRITE) {
			replay_all(r, disk);
			check_disk(at, "nothing lost", false);
		}
		if (at == recording->nr || recording->event[at].kind == FLUSH_ENDED)
			check_choices(r, at);
		if (at % 97 == 96) {
			replay_random(r, disk);
			cut_again(at);
		}
	}
	replay_free(r);
}

int main(int argc, char **argv)
{
	uint8_t *base, *copy;
	int opt;

	while ((opt = getopt(argc, argv, "s:n:r:v")) != -1) {
		if (opt == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (opt == 'n')
			nr_calls = atoi(optarg);
		else if (opt == 'r')
			limit = atoi(optarg);
		else if (opt == 'v')
			machine_quiet = false;
		else
			optind = argc;
	}
	if (optind != argc - 1 || nr_calls > MAX_OPS) {
		fprintf(stderr, "usage: crash [-s SEED] [-n CALLS] [-r LIMIT] [-v] IMAGE\n");
		return 2;
	}
	image = argv[optind];
	base = read_image();
	recording = shared(sizeof(*recording));
	journal = shared(sizeof(*journal));
	disk_fd = memfd_create("disk", 0);
	if (ftruncate(disk_fd, size))
		abort();
	disk = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, disk_fd, 0);
	kept = malloc(size);
	copy = shared(size);
	memcpy(copy, base, size);
	if (!in_child(work, copy)) {
		printf("FAILED: seed %llu, the workload itself\n", (unsigned long long)seed);
		return 1;
	}
	check_all(base);
	free(base);
	free(kept);
	printf("seed %llu: %u events, %u disks\n", (unsigned long long)seed, recording->nr, nr_checked);
	return 0;
}
