/* kill [-SIGNAL] PID...: send a signal, TERM if none is said; by number or name. -PID is a process group. */

#include <user.h>

static const struct {
	const char *name;
	int sig;
} names[] = {
	{ "HUP", SIGHUP },
	{ "INT", SIGINT },
	{ "QUIT", SIGQUIT },
	{ "ILL", SIGILL },
	{ "ABRT", SIGABRT },
	{ "FPE", SIGFPE },
	{ "KILL", SIGKILL },
	{ "USR1", SIGUSR1 },
	{ "SEGV", SIGSEGV },
	{ "USR2", SIGUSR2 },
	{ "PIPE", SIGPIPE },
	{ "ALRM", SIGALRM },
	{ "TERM", SIGTERM },
	{ "CHLD", SIGCHLD },
	{ "CONT", SIGCONT },
	{ "STOP", SIGSTOP },
};

static bool parse_number(const char *s, int *n)
{
	char *end;

	long value = strtol(s, &end, 10);

	*n = (int)value;
	return end != s && !*end && *n == value && strlen(s) < 12;
}

static int parse_signal(const char *s)
{
	int sig;

	if (parse_number(s, &sig))
		return sig;
	if (strncmp(s, "SIG", 3) == 0)
		s += 3;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcmp(names[i].name, s) == 0)
			return names[i].sig;
	diex("%s: no such signal", s);
}

int main(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, status = 0;

	if (argc > 2 && argv[1][0] == '-')
		sig = parse_signal(argv[i++] + 1);
	if (i == argc)
		diex("usage: kill [-SIGNAL] PID...");
	for (; i < argc; i++) {
		int pid;

		if (!parse_number(argv[i], &pid)) {
			warnx("%s: not a process number", argv[i]);
			status = 1;
		} else if (kill(pid, sig) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	}
	return status;
}
