/*
 * Executes the tree. Only here are processes made:
 *
 *	a program        vfork: the child just redirects and calls execve, on memory it borrows
 *	all other work   fork: parts of a pipe, ( ) and & run more of the tree in the child
 *
 * With job control each job is a process group, and the terminal belongs to the group in the foreground, so
 * that ^C reaches the job and not the shell. A child joins its group itself, and the parent sees to it too:
 * whoever comes first.
 */

#include "sh.h"

int last_status;
pid_t last_background;
bool job_control;

/* The group that children of this process join; 0: each starts one of its own. */
static pid_t job_group;
static bool in_job; /* this process is part of a job already */

static void give_terminal(pid_t group)
{
	ioctl(0, TIOCSPGRP, &group);
}

static void join_job(pid_t pid, bool foreground)
{
	pid_t group = job_group ? job_group : pid;

	if (!job_control || in_job)
		return;
	setpgid(pid, group);
	if (foreground)
		give_terminal(group);
}

/* What a child does first. A program must not inherit that the shell ignores ^C, nor may one be lost that
 * comes as soon as the terminal is the child's. */
static void child_begins(bool foreground)
{
	if (interactive) {
		signal(SIGINT, SIG_DFL);
		signal(SIGQUIT, SIG_DFL);
		signal(SIGTSTP, SIG_DFL);
	}
	join_job(getpid(), foreground);
	if (interactive)
		signal(SIGTTOU, SIG_DFL);
}

static void job_ends(void)
{
	job_group = 0;
	if (job_control && !in_job)
		give_terminal(getpgid(0));
}

/* Fork a child that goes on as a shell. Returns its pid, 0 in the child, and ends the shell's line if -1. */
static pid_t fork_shell(bool foreground)
{
	pid_t pid = fork();

	if (pid == 0) {
		child_begins(foreground);
		in_job = true;
		interactive = false;
	} else if (pid < 0) {
		warn("fork");
	} else {
		join_job(pid, foreground);
	}
	return pid;
}

int wait_for(pid_t pid)
{
	int word;

	while (waitpid(pid, &word, 0) < 0)
		if (errno != EINTR)
			return 127;
	if (WIFSIGNALED(word) && WTERMSIG(word) == SIGINT && job_control && !in_job)
		dprintf(2, "\n");
	else if (WIFSIGNALED(word) && WTERMSIG(word) != SIGINT && WTERMSIG(word) != SIGPIPE)
		dprintf(2, "%s%s\n", strsignal(WTERMSIG(word)), WCOREDUMP(word) ? " (core dumped)" : "");
	return exit_code(word);
}

/* Collects background jobs that have ended, between two lines of a person who types. */
void reap_background(void)
{
	int word;
	pid_t pid;

	while ((pid = waitpid(-1, &word, WNOHANG)) > 0)
		if (WIFSIGNALED(word))
			dprintf(2, "[%d] %s\n", pid, strsignal(WTERMSIG(word)));
		else
			dprintf(2, "[%d] done (%d)\n", pid, WEXITSTATUS(word));
}

static bool redirect_copy(struct redir *r, const char *from)
{
	char *end;
	long fd = strtol(from, &end, 10);

	if (strcmp(from, "-") == 0) {
		close(r->fd);
		return true;
	}
	if (*end || end == from || dup2((int)fd, r->fd) < 0) {
		errno = EBADF;
		warn("%s", from);
		return false;
	}
	return true;
}

/* The names have been expanded. False after a message. */
bool redirect(struct redir *r)
{
	for (; r; r = r->next) {
		int fd;

		if (r->flags < 0) {
			if (!redirect_copy(r, r->file))
				return false;
			continue;
		}
		fd = open(r->file, r->flags, 0666);
		if (fd >= 0 && fd != r->fd) {
			int err = dup2(fd, r->fd);

			close(fd);
			fd = err;
		}
		if (fd < 0) {
			warn("%s", r->file);
			return false;
		}
	}
	return true;
}

static void expand_redirs(struct redir *r)
{
	for (; r; r = r->next)
		r->file = expand_one(r->file);
}

static bool can_run(const char *path, int *status)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return false;
	if (S_ISDIR(st.st_mode) || access(path, X_OK) < 0) {
		*status = 126;
		return false;
	}
	return true;
}

const char *find_program(const char *name, int *status)
{
	const char *dir = var_get("PATH"), *end;

	*status = 127;
	if (strchr(name, '/')) {
		if (can_run(name, status))
			return name;
		warnx("%s: %s", name, *status == 127 ? "No such file or directory" : "Permission denied");
		return NULL;
	}
	for (; dir && *name; dir = *end ? end + 1 : NULL) {
		char *path;

		end = dir + strcspn(dir, ":");
		path = arena_alloc((size_t)(end - dir) + strlen(name) + 2);
		snprintf(path, (size_t)(end - dir) + strlen(name) + 2, "%.*s%s%s", (int)(end - dir), dir,
			 end > dir && end[-1] != '/' ? "/" : "", name);
		if (can_run(path, status))
			return path;
	}
	warnx("%s: %s", name, *status == 127 ? "not found" : "Permission denied");
	return NULL;
}

/* Never comes back. argv[-1] is ours: a file without a format is a script for sh. */
void exec_program(const char *path, char **argv, char **envp)
{
	execve(path, argv, envp);
	if (errno == ENOEXEC) {
		argv[-1] = "sh";
		argv[0] = (char *)path;
		execve("/bin/sh", argv - 1, envp);
		errno = ENOEXEC;
	}
	warn("%s", path);
	_exit(errno == ENOENT ? 127 : 126);
}

static int run_program(char **argv, struct redir *redirs)
{
	int status;
	const char *path = find_program(argv[0], &status);
	char **envp;
	pid_t pid;

	if (!path)
		return status;
	envp = vars_env();
	pid = vfork();
	if (pid == 0) {
		child_begins(true);
		if (!redirect(redirs))
			_exit(1);
		exec_program(path, argv, envp);
	}
	if (pid < 0) {
		warn("vfork");
		return 1;
	}
	join_job(pid, true);
	status = wait_for(pid);
	job_ends();
	return status;
}

/* A builtin's redirections hold only for it (but those of exec stay): the old files wait at high numbers. */
static int run_builtin(builtin_fn *fn, char **argv, struct redir *redirs)
{
	struct {
		int fd, copy;
	} saved[16];
	bool done, stay;
	int n = 0, status = 1;

	for (struct redir *r = redirs; r && n < (int)ARRAY_SIZE(saved); r = r->next, n++) {
		saved[n].fd = r->fd;
		saved[n].copy = fcntl(r->fd, F_DUPFD_CLOEXEC, 10);
	}
	done = redirect(redirs);
	if (done)
		status = fn(argv);
	stay = done && fn == find_builtin("exec");
	while (n-- > 0) {
		if (!stay && saved[n].copy < 0)
			close(saved[n].fd);
		else if (!stay)
			dup2(saved[n].copy, saved[n].fd);
		if (saved[n].copy >= 0)
			close(saved[n].copy);
	}
	return status;
}

static int do_nothing(char **argv)
{
	return 0;
}

/*
 * NAME=value before a program is for that program alone. Its variables are put back afterwards, and vars.c
 * keeps no record: a subshell does the work instead.
 */
static int run_with_assignments(char **argv, char **assignments, struct redir *redirs)
{
	pid_t pid = fork_shell(true);
	int status;

	if (pid < 0)
		return 1;
	if (pid == 0) {
		for (char **a = assignments; *a; a++) {
			var_assign(*a);
			var_export(arena_string(*a, strcspn(*a, "=")));
		}
		if (!redirect(redirs))
			_exit(1);
		_exit(run_builtin_or_program(argv));
	}
	status = wait_for(pid);
	job_ends();
	return status;
}

int run_builtin_or_program(char **argv)
{
	builtin_fn *fn = find_builtin(argv[0]);

	return fn ? fn(argv) : run_program(argv, NULL);
}

static int run_simple(struct cmd *cmd)
{
	char **words = cmd->words, **argv;
	int n = 0;
	builtin_fn *fn;

	while (words[n] && is_assignment(words[n]))
		n++;
	argv = expand_words(words + n);
	expand_redirs(cmd->redirs);
	if (n) {
		char **assignments = arena_alloc((size_t)(n + 1) * sizeof(*assignments));

		for (int i = 0; i < n; i++)
			assignments[i] = expand_one(words[i]);
		if (argv[0])
			return run_with_assignments(argv, assignments, cmd->redirs);
		for (int i = 0; i < n; i++)
			var_assign(assignments[i]);
	}
	fn = argv[0] ? find_builtin(argv[0]) : do_nothing;
	return fn ? run_builtin(fn, argv, cmd->redirs) : run_program(argv, cmd->redirs);
}

static int run_group(struct cmd *cmd)
{
	pid_t pid = fork_shell(true);
	int status;

	if (pid < 0)
		return 1;
	if (pid == 0) {
		expand_redirs(cmd->redirs);
		_exit(redirect(cmd->redirs) ? run(cmd->left) : 1);
	}
	status = wait_for(pid);
	job_ends();
	return status;
}

/* One part of a pipe, in a process of its own between two files. */
static pid_t start_part(struct cmd *cmd, int in, int out, int unused)
{
	pid_t pid = fork_shell(true);

	if (pid != 0) {
		if (pid > 0 && !job_group)
			job_group = pid;
		return pid;
	}
	if (unused >= 0)
		close(unused);
	if (in != 0) {
		dup2(in, 0);
		close(in);
	}
	if (out != 1) {
		dup2(out, 1);
		close(out);
	}
	_exit(run(cmd));
}

#define MAX_PARTS 32

/* All parts are started from here, so that they are all children of this shell; the last one's status counts. */
static int run_pipe(struct cmd *cmd)
{
	int in = 0, fds[2], status = 1, parts = 0;
	pid_t pid = -1, pids[MAX_PARTS];

	for (;; cmd = cmd->right) {
		bool last = cmd->type != CMD_PIPE;

		fds[0] = -1;
		fds[1] = 1;
		if (!last && pipe2(fds, O_CLOEXEC) < 0) {
			warn("pipe");
			break;
		}
		pid = start_part(last ? cmd : cmd->left, in, fds[1], fds[0]);
		if (in != 0)
			close(in);
		if (fds[1] != 1)
			close(fds[1]);
		in = fds[0];
		if (pid > 0)
			pids[parts++] = pid;
		if (last || pid < 0)
			break;
		if (parts == MAX_PARTS - 1 && cmd->right->type == CMD_PIPE) {
			warnx("a pipe has at most %d parts", MAX_PARTS);
			pid = -1;
			break;
		}
	}
	if (in > 0)
		close(in);
	for (int i = 0; i < parts; i++)
		status = wait_for(pids[i]);
	job_ends();
	return pid < 0 ? 1 : status;
}

static int run_background(struct cmd *cmd)
{
	pid_t pid = fork_shell(false);

	if (pid < 0)
		return 1;
	if (pid == 0) {
		int null;

		if (!job_control) {
			signal(SIGINT, SIG_IGN);
			null = open("/dev/null", O_RDONLY);
			if (null > 0) {
				dup2(null, 0);
				close(null);
			}
		}
		_exit(run(cmd));
	}
	last_background = pid;
	if (interactive)
		dprintf(2, "[%d]\n", pid);
	return 0;
}

int run(struct cmd *cmd)
{
	int status = 0;

	switch (cmd->type) {
	case CMD_SIMPLE:
		status = run_simple(cmd);
		break;
	case CMD_GROUP:
		status = run_group(cmd);
		break;
	case CMD_PIPE:
		status = run_pipe(cmd);
		break;
	case CMD_AND:
		status = run(cmd->left);
		if (status == 0)
			status = run(cmd->right);
		break;
	case CMD_OR:
		status = run(cmd->left);
		if (status != 0)
			status = run(cmd->right);
		break;
	case CMD_SEQ:
		status = run(cmd->left);
		if (cmd->right)
			status = run(cmd->right);
		break;
	case CMD_BACK:
		status = run_background(cmd->left);
		break;
	case CMD_NOT:
		status = !run(cmd->left);
		break;
	}
	last_status = status;
	return status;
}
