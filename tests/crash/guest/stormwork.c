/*
 * stormwork DIRECTORY SEED: processes make, move, exchange, link and remove names in one tree, directories among them,
 * and append to one file; others walk through it, read what they find, and climb from there. In the end the tree is
 * what it is, for fsck to look at.
 */
#include <user.h>

#define NR_WRITERS 4
#define NR_READERS 2
#define ROUNDS	   400
#define RECORD	   16 /* bytes: each file has one, the appended file many */

static unsigned int seed;

static unsigned int draw(unsigned int n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* A name somewhere in the tree, up to four directories deep. */
static char *some_name(char *path)
{
	unsigned int depth = 1 + draw(4), len = 0;

	while (depth--)
		len += (unsigned int)snprintf(path + len, 3, "%c%s", 'a' + draw(4), depth ? "/" : "");
	return path;
}

/* Did it succeed, or fail in a way that the others can be the cause of? */
static bool well(long result, const char *what)
{
	static const int errors[] = { ENOENT, EEXIST, ENOTEMPTY, EISDIR, ENOTDIR, EINVAL, EPERM };

	if (result >= 0)
		return true;
	for (unsigned int i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errno == errors[i])
			return false;
	die("%s", what);
}

static void make_record(char *record, unsigned int number)
{
	snprintf(record, RECORD + 1, "record %08u\n", number % 100000000);
}

static void check_record(const char *record)
{
	if (memcmp(record, "record ", 7) || record[RECORD - 1] != '\n')
		die("a record is not whole");
}

static void make_file(const char *path, unsigned int number)
{
	char record[RECORD + 1];
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);

	if (!well(fd, "open"))
		return;
	make_record(record, number);
	if (write(fd, record, RECORD) != RECORD)
		die("write");
	close(fd);
}

static void one_change(unsigned int number)
{
	char a[32], b[32];

	some_name(a);
	some_name(b);
	switch (draw(10)) {
	case 0:
	case 1:
		make_file(a, number);
		break;
	case 2:
	case 3:
		well(mkdir(a, 0755), "mkdir");
		break;
	case 4:
	case 5:
		well(rename(a, b), "rename");
		break;
	case 6:
		well(renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE), "exchange");
		break;
	case 7:
		well(link(a, b), "link");
		break;
	case 8:
		well(unlink(a), "unlink");
		break;
	default:
		well(rmdir(a), "rmdir");
	}
}

static void writer(unsigned int me)
{
	int log = open("log", O_WRONLY | O_APPEND);
	char record[RECORD + 1];

	if (log < 0)
		die("log");
	for (unsigned int i = 0; i < ROUNDS; i++) {
		one_change(me * ROUNDS + i);
		make_record(record, me * ROUNDS + i);
		if (write(log, record, RECORD) != RECORD)
			die("append");
	}
}

/* Each directory's `..` leads up: after some steps to the top, or nowhere if it was removed. */
static void climb(const char *path, int top)
{
	struct stat here, root;

	if (fstat(top, &root) < 0)
		die("top");
	if (chdir(path) == 0) {
		for (int steps = 0; stat(".", &here) == 0 && here.st_ino != root.st_ino; steps++) {
			if (steps == 100)
				die("no way up");
			if (!well(chdir(".."), "chdir"))
				break;
		}
	}
	if (fchdir(top) < 0)
		die("fchdir");
}

static void look_at(const char *path, int top)
{
	char record[RECORD + 1];
	struct stat st;
	long n;
	int fd = open(path, O_RDONLY);

	if (!well(fd, "open"))
		return;
	if (fstat(fd, &st) < 0)
		die("fstat");
	if (S_ISDIR(st.st_mode)) {
		climb(path, top);
	} else {
		n = read(fd, record, sizeof(record));
		if (n != 0 && n != RECORD)
			die("a file of %ld bytes", n);
		if (n)
			check_record(record);
	}
	close(fd);
}

/* All names of a directory. Those of `top` are in every one of them. */
static void walk(const char *path, int top)
{
	static union {
		struct linux_dirent64 first;
		char bytes[512];
	} buf;
	char inner[64];
	int fd = open(path, O_RDONLY | O_DIRECTORY);
	long n;

	if (!well(fd, "open"))
		return;
	while ((n = getdents64(fd, &buf.first, sizeof(buf))) > 0) {
		for (long at = 0; at < n;) {
			struct linux_dirent64 *de = (struct linux_dirent64 *)(buf.bytes + at);

			at += de->d_reclen;
			if (de->d_name[0] == '.' || !strcmp(de->d_name, "log"))
				continue;
			snprintf(inner, sizeof(inner), "%s/%s", path, de->d_name);
			look_at(inner, top);
		}
	}
	well(n, "getdents64");
	close(fd);
}

static void reader(int top)
{
	char path[32];

	for (int i = 0; i < ROUNDS / 2; i++)
		walk(draw(4) ? some_name(path) : ".", top);
}

/* Every writer's records, each whole. */
static void check_log(void)
{
	char record[RECORD];
	int fd = open("log", O_RDONLY);
	unsigned int records = 0;
	long n;

	while ((n = read(fd, record, RECORD)) == RECORD) {
		check_record(record);
		records++;
	}
	if (n || records != NR_WRITERS * ROUNDS)
		die("%u records of %u", records, NR_WRITERS * ROUNDS);
	close(fd);
}

int main(int argc, char **argv)
{
	int word, failed = 0, top;

	if (argc != 3 || chdir(argv[1]) < 0)
		return 2;
	top = open(".", O_RDONLY);
	close(open("log", O_CREAT | O_TRUNC | O_WRONLY, 0644));
	for (unsigned int me = 0; me < NR_WRITERS + NR_READERS; me++) {
		if (fork())
			continue;
		seed = (unsigned int)atoi(argv[2]) * 100 + me;
		if (me < NR_WRITERS)
			writer(me);
		else
			reader(top);
		return 0;
	}
	while (wait(&word) > 0)
		failed |= word;
	if (failed)
		return 1;
	check_log();
	printf("the storm is over\n");
	return 0;
}
