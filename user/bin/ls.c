/* ls [-l] [-a] [-i] [-d] [FILE...]: list directories, sorted by name. */

#include <user.h>

struct entry {
	char *name, *path;
	struct stat st;
};

static bool opt_long, opt_all, opt_inode, opt_self;
static int status;

static void print_mode(mode_t m)
{
	static const char types[] = "?pc?d?b?-?l?s???";
	char s[11] = "-rwxrwxrwx";

	s[0] = types[(m & S_IFMT) >> 12];
	for (int i = 0; i < 9; i++)
		if (!(m & (0400U >> i)))
			s[i + 1] = '-';
	printf("%s ", s);
}

/* Seconds since 1970 as a date. Years are counted from March, so that the leap day is the last one. */
static void print_time(time_t t)
{
	long days = t / 86400, secs = t % 86400;
	long era = (days + 719468) / 146097, doe = (days + 719468) % 146097;
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	long month = mp < 10 ? mp + 3 : mp - 9;

	printf("%ld-%02ld-%02ld %02ld:%02ld ", yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1,
	       secs / 3600, secs / 60 % 60);
}

static void print_entry(const struct entry *e)
{
	const struct stat *st = &e->st;

	if (opt_inode)
		printf("%6llu ", (unsigned long long)st->st_ino);
	if (opt_long) {
		print_mode(st->st_mode);
		printf("%3u ", (unsigned int)st->st_nlink);
		if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
			printf("%4u,%4u ", DEV_MAJOR(st->st_rdev), DEV_MINOR(st->st_rdev));
		else
			printf("%9lld ", (long long)st->st_size);
		print_time((time_t)st->st_mtime);
	}
	printf("%s", e->name);
	if (opt_long && S_ISLNK(st->st_mode)) {
		char target[PATH_MAX];
		ssize_t n = readlink(e->path, target, sizeof(target));

		printf(" -> %.*s", n < 0 ? 1 : (int)n, n < 0 ? "?" : target);
	}
	printf("\n");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool read_entry(struct entry *e)
{
	if (lstat(e->path, &e->st) == 0)
		return true;
	warn("%s", e->path);
	status = 2;
	return false;
}

static void list_dir(const char *path)
{
	DIR *dir = opendir(path);
	struct linux_dirent64 *d;
	struct entry *list = NULL;
	size_t n = 0, room = 0;

	if (!dir) {
		warn("%s", path);
		status = 2;
		return;
	}
	while ((d = readdir(dir))) {
		if (d->d_name[0] == '.' && !opt_all)
			continue;
		if (n == room) {
			room = 2 * room + 16;
			list = realloc(list, room * sizeof(*list));
			if (!list)
				die("%s", path);
		}
		list[n].path = path_join(path, d->d_name);
		list[n].name = strdup(d->d_name);
		if (read_entry(&list[n]))
			n++;
	}
	closedir(dir);
	qsort(list, n, sizeof(*list), by_name);
	for (size_t i = 0; i < n; i++) {
		print_entry(&list[i]);
		free(list[i].name);
		free(list[i].path);
	}
	free(list);
}

static void list(char *path, bool title)
{
	struct entry e = { path, path, { 0 } };
	struct stat st;

	if (!read_entry(&e))
		return;
	if (opt_self || (stat(path, &st) == 0 ? !S_ISDIR(st.st_mode) : true) ||
	    (opt_long && S_ISLNK(e.st.st_mode))) {
		print_entry(&e);
		return;
	}
	if (title)
		printf("%s:\n", path);
	list_dir(path);
}

int main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "alid1")) != -1) {
		if (c == '?') {
			dprintf(2, "usage: ls [-alid] [FILE...]\n");
			return 2;
		}
		opt_all |= c == 'a';
		opt_long |= c == 'l';
		opt_inode |= c == 'i';
		opt_self |= c == 'd';
	}
	if (optind == argc)
		list(".", false);
	for (int i = optind; i < argc; i++)
		list(argv[i], argc - optind > 1);
	return status;
}
