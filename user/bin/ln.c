/* ln [-s] [-f] TARGET NAME: another name for a file, or with -s a symbolic link; NAME may be a directory. */

#include <user.h>

int main(int argc, char **argv)
{
	bool soft = false, force = false;
	const char *target, *name;
	struct stat st;
	int c;

	while ((c = getopt(argc, argv, "sf")) != -1) {
		if (c == '?')
			return 2;
		soft |= c == 's';
		force |= c == 'f';
	}
	if (argc - optind != 2)
		diex("usage: ln [-s] [-f] TARGET NAME");
	target = argv[optind];
	name = argv[optind + 1];
	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		name = path_into(name, target);
	if (force)
		unlink(name);
	if ((soft ? symlink(target, name) : link(target, name)) < 0)
		die("%s", name);
	return 0;
}
