/* rmdir DIR...: remove empty directories. */

#include <user.h>

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		diex("usage: rmdir DIR...");
	for (int i = 1; i < argc; i++)
		if (rmdir(argv[i]) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	return status;
}
