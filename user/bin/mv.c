/* mv [-f] FILE... TO: rename, or move into the directory TO. Within one file system. */

#include <user.h>

int main(int argc, char **argv)
{
	const char *to = argv[argc - 1];
	struct stat st;
	bool into;
	int c, status = 0;

	while ((c = getopt(argc, argv, "f")) != -1)
		if (c == '?')
			return 2;
	if (argc - optind < 2)
		diex("usage: mv [-f] FILE... TO");
	into = stat(to, &st) == 0 && S_ISDIR(st.st_mode);
	if (argc - optind > 2 && !into)
		diex("%s: not a directory", to);
	for (int i = optind; i < argc - 1; i++)
		if (rename(argv[i], into ? path_into(to, argv[i]) : to) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	return status;
}
