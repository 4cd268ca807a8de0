/*
 * The shell, file by file in the order in which a line passes through:
 *
 *	main.c     where lines come from, prompts, options
 *	parse.c    a line of text becomes a tree of struct cmd
 *	expand.c   a word of the tree becomes arguments: $VAR, quotes, * ? [a-z]
 *	run.c      the tree is executed: processes, pipes, redirection, waiting
 *	builtin.c  commands that must run in the shell itself
 *	vars.c     variables, memory
 */
#ifndef SH_H
#define SH_H

#include <user.h>

enum cmd_type {
	CMD_SIMPLE, /* words, with assignments among the first of them */
	CMD_GROUP,  /* ( left ) */
	CMD_PIPE,   /* left | right */
	CMD_AND,    /* left && right */
	CMD_OR,	    /* left || right */
	CMD_SEQ,    /* left ; right   (right may be 0) */
	CMD_BACK,   /* left & */
	CMD_NOT,    /* ! left */
};

struct redir {
	struct redir *next;
	int fd;	   /* the one that is changed */
	int flags; /* for open; -1: >& and <&, file is a number or - */
	const char *file;
};

struct cmd {
	enum cmd_type type;
	struct cmd *left, *right;
	char **words;	      /* as typed, with quotes; ends with 0 */
	struct redir *redirs; /* of CMD_SIMPLE and CMD_GROUP */
};

/* main.c */
int run_lines(int fd, const char *text); /* from a file, or from text if that is not 0 */
extern bool interactive;
extern char **script_args; /* $0, $1 ... */
extern int script_nargs;   /* $# */

/* parse.c: 0 on success. The tree lives in the arena. */
enum parse_error { PARSE_OK,
		   PARSE_UNFINISHED,
		   PARSE_SYNTAX };
enum parse_error parse(const char *text, struct cmd **tree);

/* expand.c */
char **expand_words(char **words);  /* ends with 0; one free slot before the first */
char *expand_one(const char *word); /* to exactly one string: assignments, file names */
bool is_assignment(const char *word);

/* run.c */
int run(struct cmd *cmd); /* the exit status */
int run_builtin_or_program(char **argv);
bool redirect(struct redir *r);
extern int last_status;	      /* $? */
extern pid_t last_background; /* $! */
extern bool job_control;      /* jobs get process groups, the terminal goes with the foreground */
int wait_for(pid_t pid);
void reap_background(void);
NORETURN void exec_program(const char *path, char **argv, char **envp);
/* Where a command's file is: 0 and a message's status in *status if there is none that can run. */
const char *find_program(const char *name, int *status);

/* builtin.c */
typedef int builtin_fn(char **argv);
builtin_fn *find_builtin(const char *name);

/* vars.c */
void vars_init(char **env);
const char *var_get(const char *name);
void var_set(const char *name, const char *value);
void var_assign(const char *name_value); /* "NAME=value" */
void var_export(const char *name);
void var_unset(const char *name);
char **vars_env(void); /* the exported ones, for execve; in the arena */
void vars_print(void);

/* Memory that lives until the line has been executed. */
void *arena_alloc(size_t n);
char *arena_string(const char *s, size_t n);
void *arena_mark(void);
void arena_release(void *mark);

#endif
