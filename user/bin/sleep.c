/* sleep SECONDS: wait; 0.5 is fine. */

#include <user.h>

int main(int argc, char **argv)
{
	struct timespec ts = { 0 };
	char *end;

	if (argc != 2)
		diex("usage: sleep SECONDS");
	ts.tv_sec = strtol(argv[1], &end, 10);
	if (*end == '.') {
		long unit = 100000000;

		for (end++; isdigit(*end); end++, unit /= 10)
			ts.tv_nsec += (*end - '0') * unit;
	}
	if (*end || end == argv[1] || ts.tv_sec < 0)
		diex("%s: not a time", argv[1]);
	if (nanosleep(&ts, NULL) < 0)
		die("nanosleep");
	return 0;
}
