/* Commands that change the shell itself. */

#include "sh.h"

static int do_cd(char **argv)
{
	const char *dir = argv[1] ? argv[1] : var_get("HOME");

	if (!dir)
		dir = "/";
	if (chdir(dir) < 0) {
		warn("cd: %s", dir);
		return 1;
	}
	return 0;
}

static int do_pwd(char **argv)
{
	char path[PATH_MAX];

	if (!getcwd(path, sizeof(path))) {
		warn("pwd");
		return 1;
	}
	puts(path);
	return 0;
}

static int do_exit(char **argv)
{
	char *end;
	long status = last_status;

	if (argv[1]) {
		status = strtol(argv[1], &end, 10);
		if (*end || end == argv[1]) {
			warnx("exit: %s: not a number", argv[1]);
			status = 2;
		}
	}
	exit((int)(status & 0xff));
}

static int do_export(char **argv)
{
	if (!argv[1])
		vars_print();
	for (argv++; *argv; argv++) {
		if (is_assignment(*argv))
			var_assign(*argv);
		var_export(arena_string(*argv, strcspn(*argv, "=")));
	}
	return 0;
}

static int do_unset(char **argv)
{
	for (argv++; *argv; argv++)
		var_unset(*argv);
	return 0;
}

/* Without arguments for all children; else for those named, with the status of the last. */
static int do_wait(char **argv)
{
	int status = 0;

	if (!argv[1])
		while (wait(NULL) > 0)
			;
	for (argv++; *argv; argv++)
		status = wait_for(atoi(*argv));
	return status;
}

static int do_exec(char **argv)
{
	int status;
	const char *path;

	if (!argv[1])
		return 0;
	path = find_program(argv[1], &status);
	if (!path)
		exit(status);
	signal(SIGINT, SIG_DFL);
	exec_program(path, argv + 1, vars_env());
}

static int do_source(char **argv)
{
	int fd, status;

	if (!argv[1]) {
		warnx(".: which file?");
		return 2;
	}
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		warn("%s", argv[1]);
		return 1;
	}
	status = run_lines(fd, NULL);
	close(fd);
	return status;
}

static int do_shift(char **argv)
{
	if (script_nargs == 0)
		return 1;
	script_args[1] = script_args[0];
	script_args++;
	script_nargs--;
	return 0;
}

static int do_nothing(char **argv)
{
	return 0;
}

static int do_help(char **argv)
{
	puts("a | b   a ; b   a & b   a && b   a || b   ! a   ( a )   < > >> 2> 2>&1\n"
	     "'x' \"x\" \\x   $VAR $? $# $1 $@ $! $$   * ? [a-z]   # comment\n"
	     "in the shell: cd exec exit export help pwd shift unset wait . :     programs: ls /bin");
	return 0;
}

static const struct {
	const char *name;
	builtin_fn *fn;
} builtins[] = {
	{ ".", do_source },
	{ ":", do_nothing },
	{ "cd", do_cd },
	{ "exec", do_exec },
	{ "exit", do_exit },
	{ "export", do_export },
	{ "help", do_help },
	{ "pwd", do_pwd },
	{ "shift", do_shift },
	{ "unset", do_unset },
	{ "wait", do_wait },
};

builtin_fn *find_builtin(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(builtins); i++)
		if (strcmp(builtins[i].name, name) == 0)
			return builtins[i].fn;
	return NULL;
}
