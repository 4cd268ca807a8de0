/* mount [-r] [-t TYPE] SOURCE DIR: mount a file system (-r: read-only); mount alone lists what is mounted. */

#include <abi/mount.h>
#include <user.h>

static int list(void)
{
	char text[4096];

	if (read_file("/proc/mounts", text, sizeof(text)) < 0)
		die("/proc/mounts");
	printf("%s", text);
	return 0;
}

int main(int argc, char **argv)
{
	const char *type = "dittofs";
	unsigned long flags = 0;
	int c;

	while ((c = getopt(argc, argv, "rt:")) != -1) {
		if (c == 'r')
			flags |= MS_RDONLY;
		else if (c == 't')
			type = optarg;
		else
			return 2;
	}
	if (argc == 1)
		return list();
	if (argc - optind != 2)
		diex("usage: mount [-r] [-t TYPE] SOURCE DIR");
	if (mount(argv[optind], argv[optind + 1], type, flags, NULL) < 0)
		die("%s", argv[optind + 1]);
	return 0;
}
