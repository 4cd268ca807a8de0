/* umount DIR...: what is mounted there is written out and leaves. */

#include <user.h>

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		diex("usage: umount DIR...");
	for (int i = 1; i < argc; i++) {
		if (umount2(argv[i], 0) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	}
	return status;
}
