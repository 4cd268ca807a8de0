/*
 * cp [-r] FILE... TO: copy files, with -r whole directories, in which symbolic links are copied as such; TO may
 * be a directory.
 */

#include <user.h>

static bool opt_recursive;
static int status;
static struct stat made; /* the directory that this copy goes to: not to be copied once more */
static char buf[65536];

static void failed(const char *path)
{
	warn("%s", path);
	status = 1;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static void copy_file(const char *from, const char *to, const struct stat *st)
{
	int in = open(from, O_RDONLY), out;
	struct stat there;
	ssize_t n;

	if (in < 0) {
		failed(from);
		return;
	}
	if (stat(to, &there) == 0 && same_file(st, &there)) {
		warnx("%s and %s are the same file", from, to);
		status = 1;
		close(in);
		return;
	}
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, st->st_mode & 0777);
	if (out < 0) {
		failed(to);
		close(in);
		return;
	}
	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write_all(out, buf, (size_t)n) < 0) {
			failed(to);
			break;
		}
	if (n < 0)
		failed(from);
	close(in);
	if (close(out) < 0)
		failed(to);
}

static void copy_link(const char *from, const char *to)
{
	char target[PATH_MAX];
	ssize_t n = readlink(from, target, sizeof(target) - 1);

	if (n < 0) {
		failed(from);
		return;
	}
	target[n] = '\0';
	if (symlink(target, to) < 0)
		failed(to);
}

static void copy(const char *from, const char *to, bool top);

static void copy_dir(const char *from, const char *to, bool top)
{
	DIR *dir = opendir(from);
	struct linux_dirent64 *d;

	if (!dir || (mkdir(to) < 0 && errno != EEXIST) || (top && stat(to, &made) < 0)) {
		failed(dir ? to : from);
		return;
	}
	while ((d = readdir(dir))) {
		char *f, *t;

		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		f = path_join(from, d->d_name);
		t = path_join(to, d->d_name);
		copy(f, t, false);
		free(f);
		free(t);
	}
	closedir(dir);
}

/* top: named on the command line. */
static void copy(const char *from, const char *to, bool top)
{
	struct stat st;

	if ((top ? stat(from, &st) : lstat(from, &st)) < 0) {
		failed(from);
	} else if (S_ISLNK(st.st_mode)) {
		copy_link(from, to);
	} else if (!S_ISDIR(st.st_mode)) {
		copy_file(from, to, &st);
	} else if (!top && same_file(&st, &made)) {
		warnx("a directory is not copied into itself, %s", from);
		status = 1;
	} else if (opt_recursive) {
		copy_dir(from, to, top);
	} else {
		warnx("%s is a directory (-r copies it)", from);
		status = 1;
	}
}

int main(int argc, char **argv)
{
	const char *to = argv[argc - 1];
	struct stat st;
	bool into;
	int c;

	while ((c = getopt(argc, argv, "rR")) != -1) {
		if (c == '?')
			return 2;
		opt_recursive = true;
	}
	if (argc - optind < 2)
		diex("usage: cp [-r] FILE... TO");
	into = stat(to, &st) == 0 && S_ISDIR(st.st_mode);
	if (argc - optind > 2 && !into)
		diex("%s: not a directory", to);
	for (int i = optind; i < argc - 1; i++)
		copy(argv[i], into ? path_into(to, argv[i]) : to, true);
	return status;
}
