/* touch FILE...: make empty files, or set the times of existing ones to now. */

#include <user.h>

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		diex("usage: touch FILE...");
	for (int i = 1; i < argc; i++) {
		int fd;

		if (utimensat(AT_FDCWD, argv[i], NULL, 0) == 0)
			continue;
		fd = open(argv[i], O_WRONLY | O_CREAT, 0666);
		if (fd < 0) {
			warn("%s", argv[i]);
			status = 1;
			continue;
		}
		close(fd);
	}
	return status;
}
