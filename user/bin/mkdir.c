/* mkdir [-p] DIR...: make directories; -p makes those above too and does not mind existing ones. */

#include <user.h>

static int make_above(char *path)
{
	for (char *s = path + 1; (s = strchr(s, '/')); s++) {
		int err;

		*s = '\0';
		err = mkdir(path);
		*s = '/';
		if (err < 0 && errno != EEXIST)
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	bool parents = false;
	int c, status = 0;

	while ((c = getopt(argc, argv, "p")) != -1) {
		if (c == '?')
			return 2;
		parents = true;
	}
	if (optind == argc)
		diex("usage: mkdir [-p] DIR...");
	for (int i = optind; i < argc; i++) {
		struct stat st;

		if (parents && make_above(argv[i]) == 0 && stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			continue;
		if (mkdir(argv[i]) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	}
	return status;
}
