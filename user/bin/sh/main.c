/*
 * sh: reads commands from the terminal, a file (sh FILE ARG...), a string (sh -c TEXT [NAME ARG...]) or
 * whatever standard input is. Prompts only on a terminal.
 */

#include "sh.h"

bool interactive;
char **script_args;
int script_nargs;

/* Where run_lines takes its lines from. */
struct source {
	int fd;
	const char *text;
	struct reader *reader; /* for files; standard input belongs to the commands too: read bytewise */
	bool eof;
};

struct buffer {
	char *text;
	size_t len, room;
};

static void buffer_add(struct buffer *b, const char *s, size_t n)
{
	if (b->len + n + 1 > b->room) {
		b->room = 2 * (b->len + n + 1);
		b->text = realloc(b->text, b->room);
		if (!b->text)
			die("line");
	}
	memcpy(b->text + b->len, s, n);
	b->len += n;
	b->text[b->len] = '\0';
}

static bool read_bytewise(int fd, struct buffer *b)
{
	size_t before = b->len;
	char c = 0;
	ssize_t got = 0;

	while (c != '\n' && (got = read(fd, &c, 1)) == 1)
		buffer_add(b, &c, 1);
	if (got < 0 && errno != EINTR)
		warn("read");
	return b->len > before;
}

/* Appends one line, with its newline. False at the end. */
static bool next_line(struct source *src, struct buffer *b)
{
	size_t n;
	char *line;

	if (src->text) {
		n = strlen(src->text);
		buffer_add(b, src->text, n);
		src->text += n;
		return n > 0;
	}
	if (!src->reader)
		return read_bytewise(src->fd, b);
	line = reader_line(src->reader, &n);
	if (!line)
		return false;
	buffer_add(b, line, n);
	buffer_add(b, "\n", 1);
	return true;
}

static void prompt(const char *text)
{
	if (!interactive)
		return;
	reap_background();
	dprintf(2, "%s", text);
}

/* A backslash at the end joins the next line on; two are just a backslash. */
static bool line_goes_on(const struct buffer *b)
{
	size_t n = b->len - (b->len && b->text[b->len - 1] == '\n'), slashes = 0;

	while (slashes < n && b->text[n - 1 - slashes] == '\\')
		slashes++;
	return slashes % 2 && n < b->len;
}

/* Reads lines until they make a whole command. Returns false at the end of the source. */
static bool next_command(struct source *src, struct buffer *b, struct cmd **tree)
{
	enum parse_error err = PARSE_UNFINISHED;

	b->len = 0;
	prompt("$ ");
	while (err == PARSE_UNFINISHED) {
		if (!next_line(src, b)) {
			if (b->len) {
				warnx("unexpected end of file");
				last_status = 2;
			} else if (interactive) {
				dprintf(2, "\n");
			}
			return false;
		}
		err = line_goes_on(b) ? PARSE_UNFINISHED : parse(b->text, tree);
		if (err == PARSE_UNFINISHED)
			prompt("> ");
	}
	if (err == PARSE_SYNTAX) {
		*tree = NULL;
		last_status = 2;
		return interactive; /* a script ends at its first syntax error */
	}
	return true;
}

int run_lines(int fd, const char *text)
{
	struct reader reader;
	struct source src = { .fd = fd, .text = text };
	struct buffer b = { 0 };

	if (fd > 0) {
		reader_init(&reader, fd);
		src.reader = &reader;
	}
	for (;;) {
		void *mark = arena_mark();
		struct cmd *tree;
		bool more = next_command(&src, &b, &tree);

		if (more && tree)
			run(tree);
		arena_release(mark);
		if (!more)
			break;
	}
	free(b.text);
	if (src.reader)
		reader_free(src.reader);
	return last_status;
}

/* ^C is for the foreground job, not for the shell that waits for it. */
static void start_interactive(void)
{
	pid_t pid = getpid(), group;

	interactive = true;
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGTTOU, SIG_IGN);
	if (ioctl(0, TIOCGPGRP, &group) < 0)
		return;
	setpgid(0, 0);
	job_control = ioctl(0, TIOCSPGRP, &pid) == 0;
}

int main(int argc, char **argv)
{
	int fd = 0;

	progname = "sh";
	vars_init(environ);
	if (argc > 1 && strcmp(argv[1], "-c") == 0) {
		if (argc < 3)
			diex("-c needs a command");
		script_args = argc > 3 ? argv + 3 : argv;
		script_nargs = argc > 3 ? argc - 4 : 0;
		return run_lines(-1, argv[2]);
	}
	if (argc > 1 && argv[1][0] == '-' && argv[1][1]) {
		warnx("usage: sh [-c COMMAND [NAME ARG...] | FILE ARG...]");
		return 2;
	}
	script_args = argc > 1 ? argv + 1 : argv;
	script_nargs = argc > 1 ? argc - 2 : 0;
	if (argc > 1) {
		fd = open(argv[1], O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			warn("%s", argv[1]);
			return errno == ENOENT ? 127 : 126;
		}
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 10); /* out of the way of the script's own files */
	} else if (isatty(0)) {
		start_interactive();
	}
	return run_lines(fd, NULL);
}
