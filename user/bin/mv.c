/* mv FILE... TO: rename, or move into the directory TO. Within one file system. */

#include <user.h>

int main(int argc, char **argv)
{
	const char *to = argv[argc - 1];
	struct stat st;
	bool into;
	int status = 0;

	if (argc < 3)
		diex("usage: mv FILE... TO");
	into = stat(to, &st) == 0 && S_ISDIR(st.st_mode);
	if (argc > 3 && !into)
		diex("%s: not a directory", to);
	for (int i = 1; i < argc - 1; i++)
		if (rename(argv[i], into ? path_join(to, path_base(argv[i])) : to) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	return status;
}
