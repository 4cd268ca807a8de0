/*
 * usertests [-l] [-q] [NAME...]: runs the programs of /tests and reports in TAP, one line a test:
 *
 *	ok 3 - NAME
 *	not ok 4 - NAME # what it said
 *
 *	ok 5 - NAME # SKIP why
 *
 * A test passes if it exits with 0 before its deadline and leaves the kernel as it was, or with 77: then it could not
 * be run on this machine. What it leaves is known by a census, taken before and after:
 *
 *   objects   the live objects of each slab cache (/proc/slabinfo), so that each task, address space, area,
 *             file and so on is accounted for. Caches in may_grow[] hold what is kept on purpose.
 *   memory    MemFree + Cached + Slab. It may shrink by SLACK_KIB, since this program and the kernel touch some
 *             pages for the first time while a test runs. Many small losses show at the end, where the census
 *             before the first test is compared.
 *
 * Because a task's last pieces go after its parent has been told, the second census is repeated for a while
 * until it agrees with the first.
 */

#include <user.h>

#define DEADLINE_S 60 /* for each test; slow ones get five times as much */
#define SETTLE_MS  1000
#define SLACK_KIB  32
#define MAX_TESTS  512
#define MAX_CACHES 64
#define OUTPUT_MAX 4096
#define SKIPPED	   77 /* exit code; as in user/tests/test.h */

/* Not part of the quick set (-q). */
static const char *const slow[] = {
	"fork_until_no_more_pids_or_memory",
	"exec_bad_elf_is_enoexec",
};

/* Caches of things that outlive their users because they may be wanted again; memory counts them. */
static const char *const may_grow[] = { "inode", "dentry", "page_tree", "radix_node", "dittofs_inode" };

struct cache {
	char name[32];
	long objects;
};

struct census {
	struct cache caches[MAX_CACHES];
	int n;
	long kib;
};

static char *tests[MAX_TESTS];
static int ntests;
static char text[32768];	       /* of a file in /proc */
static char output[OUTPUT_MAX + 1];    /* what a test said */
static char verdict[OUTPUT_MAX + 256]; /* why it failed */

static bool is_in(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, list[i]) == 0)
			return true;
	return false;
}

/* ---- The census ---- */

static long meminfo(const char *key)
{
	const char *s = text;
	size_t n = strlen(key);

	for (; s; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (strncmp(s, key, n) == 0 && s[n] == ':')
			return strtol(s + n + 1, NULL, 10);
	}
	return 0;
}

/* name active_objs ...; lines with # are headings */
static void add_cache(struct census *c, char *line)
{
	size_t len = strcspn(line, " \t");

	if (*line == '#' || !*line || strncmp(line, "slabinfo", 8) == 0)
		return;
	if (c->n == MAX_CACHES)
		return;
	snprintf(c->caches[c->n].name, sizeof(c->caches[0].name), "%.*s", (int)len, line);
	c->caches[c->n++].objects = strtol(line + len, NULL, 10);
}

static void take_census(struct census *c)
{
	memset(c, 0, sizeof(*c));
	if (read_file("/proc/slabinfo", text, sizeof(text)) > 0)
		for (char *s = text, *end; *s; s = end) {
			end = s + strcspn(s, "\n");
			if (*end)
				*end++ = '\0';
			add_cache(c, s);
		}
	if (read_file("/proc/meminfo", text, sizeof(text)) > 0)
		c->kib = meminfo("MemFree") + meminfo("Cached") + meminfo("Slab");
}

static char leaks[256];

static void add_leak(const char *what, long want, long got)
{
	size_t n = strlen(leaks);

	snprintf(leaks + n, sizeof(leaks) - n, "%s: expected %ld, got %ld; ", what, want, got);
}

/* What is there now and was not before, in words; 0 if nothing. */
static const char *leak(const struct census *before, const struct census *after)
{
	leaks[0] = '\0';
	for (int i = 0; i < after->n; i++)
		for (int k = 0; k < before->n; k++) {
			const struct cache *a = &after->caches[i], *b = &before->caches[k];

			if (strcmp(a->name, b->name) != 0 || is_in(a->name, may_grow, ARRAY_SIZE(may_grow)))
				continue;
			if (a->objects > b->objects)
				add_leak(a->name, b->objects, a->objects);
		}
	if (after->kib < before->kib - SLACK_KIB)
		add_leak("KiB of memory", before->kib, after->kib);
	return leaks[0] ? leaks : NULL;
}

static const char *leak_after_settling(const struct census *before)
{
	static struct census after;
	const char *words = NULL;

	for (uint64_t end = now_ns() + SETTLE_MS * 1000000ULL; now_ns() < end; msleep(5)) {
		take_census(&after);
		words = leak(before, &after);
		if (!words)
			break;
	}
	return words;
}

/* ---- One test ---- */

/*
 * Waits for the child, and kills its whole process group at the deadline. A test that prints more than a pipe
 * holds is stuck until then, too.
 */
static int wait_until(pid_t pid, unsigned int seconds, bool *late)
{
	uint64_t end = now_ns() + seconds * 1000000000ULL;
	int word = 0;
	unsigned int pause_ms = 1;

	*late = false;
	while (waitpid(pid, &word, WNOHANG) == 0) {
		if (now_ns() > end && !*late) {
			*late = true;
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
		}
		msleep(pause_ms);
		if (pause_ms < 10)
			pause_ms++;
	}
	kill(-pid, SIGKILL); /* what it may have left behind */
	return word;
}

/* A zero byte of our own ends what the test has written, whoever still holds the pipe. */
static void collect_output(int in, int out)
{
	size_t len = 0;
	char piece[256];
	bool end = false;

	fcntl(out, F_SETFL, O_NONBLOCK);
	if (write(out, "", 1) < 0)
		end = true; /* the pipe is full */
	while (!end || len == 0) {
		ssize_t n = read(in, piece, sizeof(piece));

		if (n <= 0)
			break;
		if (piece[n - 1] == '\0') {
			end = true;
			n--;
		}
		if ((size_t)n > OUTPUT_MAX - len)
			n = (ssize_t)(OUTPUT_MAX - len);
		memcpy(output + len, piece, (size_t)n);
		len += (size_t)n;
		if (end)
			break;
	}
	output[len] = '\0';
}

/* Runs it, returns why it failed, or 0; or why it was skipped. */
static const char *run_test(const char *name, bool *skipped)
{
	char *path = path_join("/tests", name), *argv[] = { path, NULL };
	unsigned int seconds = DEADLINE_S * (is_in(name, slow, ARRAY_SIZE(slow)) ? 5 : 1);
	int fds[2], word;
	bool late;
	pid_t pid;

	if (pipe(fds) < 0)
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		setpgid(0, 0);
		signal(SIGINT, SIG_DFL);
		dup2(null, 0);
		dup2(fds[1], 1);
		dup2(fds[1], 2);
		close(null);
		close(fds[0]);
		close(fds[1]);
		execv(path, argv);
		warn("%s", path);
		_exit(127);
	}
	setpgid(pid, pid);
	word = wait_until(pid, seconds, &late);
	collect_output(fds[0], fds[1]);
	close(fds[0]);
	close(fds[1]);
	free(path);
	*skipped = !late && WIFEXITED(word) && WEXITSTATUS(word) == SKIPPED;
	if (*skipped)
		snprintf(verdict, sizeof(verdict), "%s", output);
	else if (late)
		snprintf(verdict, sizeof(verdict), "expected an end within %u s, got none; %s", seconds, output);
	else if (WIFSIGNALED(word))
		snprintf(verdict, sizeof(verdict), "expected exit code 0, got signal %d (%s); %s", WTERMSIG(word),
			 strsignal(WTERMSIG(word)), output);
	else if (word)
		snprintf(verdict, sizeof(verdict), "exit code %d: %s", WEXITSTATUS(word), output);
	return word || late ? verdict : NULL;
}

/* So that the first census sees the file in the page cache already. */
static void warm_up(const char *name)
{
	static char piece[4096];
	char *path = path_join("/tests", name);
	int fd = open(path, O_RDONLY);

	while (fd >= 0 && read(fd, piece, sizeof(piece)) > 0)
		;
	close(fd);
	free(path);
}

static bool run_and_report(int number, const char *name)
{
	static struct census before;
	const char *why;
	bool skipped;

	warm_up(name);
	take_census(&before);
	why = run_test(name, &skipped);
	if (!why) {
		why = leak_after_settling(&before);
		if (why) {
			snprintf(verdict, sizeof(verdict), "left behind: %s", why);
			why = verdict;
		}
	}
	for (char *s = verdict; why && *s; s++) /* one line, whatever the test printed */
		if (*s == '\n')
			*s = s[1] ? '|' : '\0';
	if (why && skipped)
		printf("ok %d - %s # SKIP %s\n", number, name, why);
	else if (why)
		printf("not ok %d - %s # %s\n", number, name, why);
	else
		printf("ok %d - %s\n", number, name);
	return !why || skipped;
}

/* ---- Which tests ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void find_tests(bool quick)
{
	DIR *dir = opendir("/tests");
	struct linux_dirent64 *d;

	if (!dir)
		die("/tests");
	while ((d = readdir(dir)) && ntests < MAX_TESTS)
		if (d->d_name[0] != '.' && !(quick && is_in(d->d_name, slow, ARRAY_SIZE(slow))))
			tests[ntests++] = strdup(d->d_name);
	closedir(dir);
	qsort(tests, (size_t)ntests, sizeof(tests[0]), by_name);
}

static bool exists(const char *name)
{
	char *path = path_join("/tests", name);
	bool is = access(path, X_OK) == 0;

	free(path);
	return is;
}

int main(int argc, char **argv)
{
	static struct census first;
	const char *drift;
	bool quick = false, list = false;
	int c, failed = 0;

	while ((c = getopt(argc, argv, "lq")) != -1) {
		if (c == '?') {
			dprintf(2, "usage: usertests [-l] [-q] [NAME...]\n");
			return 2;
		}
		quick |= c == 'q';
		list |= c == 'l';
	}
	for (int i = optind; i < argc && ntests < MAX_TESTS; i++) {
		if (!exists(argv[i]))
			diex("%s: no such test (usertests -l lists them)", argv[i]);
		tests[ntests++] = argv[i];
	}
	if (!ntests)
		find_tests(quick);
	if (list) {
		for (int i = 0; i < ntests; i++)
			puts(tests[i]);
		return 0;
	}
	for (int i = 0; i < ntests; i++) /* so that the kernel remembers their names already */
		exists(tests[i]);
	printf("TAP version 13\n1..%d\n", ntests);
	for (int i = 0; i < ntests; i++) {
		if (i == 1)
			take_census(&first); /* the first test has warmed everything up */
		failed += !run_and_report(i + 1, tests[i]);
	}
	drift = ntests > 1 ? leak_after_settling(&first) : NULL;
	if (drift) {
		printf("# over all tests: left behind: %s\n", drift);
		failed++;
	}
	if (failed)
		printf("%d TESTS FAILED\n", failed);
	else
		printf("ALL TESTS PASSED\n");
	return failed != 0;
}
