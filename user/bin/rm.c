/* rm [-r] [-f] FILE...: remove files, with -r whole directories; -f does not mind missing ones. */

#include <user.h>

static bool opt_recursive, opt_force;
static int status;

static void failed(const char *path)
{
	if (opt_force && errno == ENOENT)
		return;
	warn("%s", path);
	status = 1;
}

static void remove_file(const char *path);

/* Removing while reading may make the reader skip entries: go on until a pass finds nothing. */
static void remove_inside(const char *path)
{
	struct linux_dirent64 *d;
	bool found;

	do {
		DIR *dir = opendir(path);

		if (!dir) {
			failed(path);
			return;
		}
		found = false;
		while ((d = readdir(dir))) {
			char *inner;

			if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
				continue;
			found = true;
			inner = path_join(path, d->d_name);
			remove_file(inner);
			free(inner);
		}
		closedir(dir);
	} while (found && !status);
}

static void remove_file(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0) {
		failed(path);
		return;
	}
	if (S_ISDIR(st.st_mode) && opt_recursive) {
		remove_inside(path);
		if (rmdir(path) < 0)
			failed(path);
	} else if (unlink(path) < 0) {
		failed(path);
	}
}

int main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "rfR")) != -1) {
		if (c == '?')
			return 2;
		if (c == 'f')
			opt_force = true;
		else
			opt_recursive = true;
	}
	if (optind == argc && !opt_force)
		diex("usage: rm [-r] [-f] FILE...");
	for (int i = optind; i < argc; i++)
		remove_file(argv[i]);
	return status;
}
