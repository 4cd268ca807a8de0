/*
 * From a line to a tree, by recursive descent:
 *
 *	list      and_or { (; | & | newline) and_or } [; | &]
 *	and_or    pipeline { (&& | ||) pipeline }
 *	pipeline  [!] command { | command }
 *	command   ( list ) redirs  |  word and redir, any number in any order
 *	redir     [n](< | > | >> | >& | <&) word
 *
 * Words are cut out here but not looked into: quotes and $ stay for expand.c.
 */

#include "sh.h"

#define BLANK	    " \t\r"
#define END_OF_WORD " \t\r\n;&|<>()"

static const char *in; /* what is left of the text */
static enum parse_error error;

static struct cmd *parse_list(void);

static void fail(enum parse_error e)
{
	if (error == PARSE_OK && e == PARSE_SYNTAX)
		warnx("syntax error near '%.*s'", *in ? (int)strcspn(in + 1, BLANK "\n") + 1 : 11,
		      *in ? in : "end of line");
	if (error == PARSE_OK)
		error = e;
	in += strlen(in);
}

/* Blanks, comments, and lines that a backslash continues. */
static void skip_blanks(void)
{
	for (;;) {
		in += strspn(in, BLANK);
		if (in[0] == '\\' && in[1] == '\n')
			in += 2;
		else
			break;
	}
	if (*in == '#')
		in += strcspn(in, "\n");
}

static void skip_newlines(void)
{
	for (skip_blanks(); *in == '\n'; skip_blanks())
		in++;
}

static bool accept(const char *op)
{
	skip_blanks();
	if (strncmp(in, op, strlen(op)) != 0)
		return false;
	in += strlen(op);
	return true;
}

/* What follows an operator may stand on the next line. */
static void expect_more(void)
{
	skip_newlines();
	if (!*in)
		fail(PARSE_UNFINISHED);
}

static struct cmd *new_cmd(enum cmd_type type, struct cmd *left, struct cmd *right)
{
	struct cmd *c = arena_alloc(sizeof(*c));

	c->type = type;
	c->left = left;
	c->right = right;
	return c;
}

/* The end of the quoted part that starts at s, or 0 if the text ends before it does. */
static const char *skip_quotes(const char *s)
{
	char quote = *s++;

	for (; *s && *s != quote; s++)
		if (quote == '"' && s[0] == '\\' && s[1])
			s++;
	return *s ? s + 1 : NULL;
}

/* Cuts the next word out, quotes and all. */
static char *cut_word(void)
{
	const char *s, *start;

	skip_blanks();
	start = in;
	for (s = in; *s && !strchr(END_OF_WORD, *s);) {
		if (*s == '\'' || *s == '"')
			s = skip_quotes(s);
		else if (*s == '\\')
			s = s[1] ? s + 2 : NULL;
		else
			s++;
		if (!s) {
			fail(PARSE_UNFINISHED);
			return NULL;
		}
	}
	if (s == in) {
		fail(PARSE_SYNTAX);
		return NULL;
	}
	in = s;
	return arena_string(start, (size_t)(s - start));
}

static bool parse_redir(struct cmd *cmd)
{
	struct redir *r, **tail = &cmd->redirs;
	const char *s;
	int fd = -1;

	skip_blanks();
	for (s = in; isdigit(*s); s++)
		;
	if (*s != '<' && *s != '>')
		return false;
	if (s > in)
		fd = atoi(in);
	in = s;
	r = arena_alloc(sizeof(*r));
	r->fd = fd >= 0 ? fd : *in == '>';
	if (accept(">>"))
		r->flags = O_WRONLY | O_CREAT | O_APPEND;
	else if (accept(">&") || accept("<&"))
		r->flags = -1;
	else if (accept(">"))
		r->flags = O_WRONLY | O_CREAT | O_TRUNC;
	else if (accept("<"))
		r->flags = O_RDONLY;
	r->file = cut_word();
	while (*tail)
		tail = &(*tail)->next;
	*tail = r;
	return true;
}

static void add_word(struct cmd *c, int n, char *word)
{
	if ((n & (n + 1)) == 0) { /* room for 2n + 1 and the end */
		char **words = arena_alloc((size_t)(2 * n + 2) * sizeof(*words));

		if (n)
			memcpy(words, c->words, (size_t)n * sizeof(*words));
		c->words = words;
	}
	c->words[n] = word;
}

static struct cmd *parse_command(void)
{
	struct cmd *c;
	int n = 0;

	if (accept("(")) {
		expect_more();
		c = new_cmd(CMD_GROUP, parse_list(), NULL);
		skip_newlines();
		if (!accept(")"))
			fail(*in ? PARSE_SYNTAX : PARSE_UNFINISHED);
		while (parse_redir(c))
			;
		return c;
	}
	c = new_cmd(CMD_SIMPLE, NULL, NULL);
	for (;;) {
		if (parse_redir(c))
			continue;
		skip_blanks();
		if (!*in || strchr(END_OF_WORD, *in))
			break;
		add_word(c, n++, cut_word());
	}
	if (n == 0) {
		c->words = arena_alloc(sizeof(*c->words));
		if (!c->redirs)
			fail(PARSE_SYNTAX);
	}
	return c;
}

static struct cmd *parse_pipeline(void)
{
	struct cmd *c;

	skip_blanks();
	if (in[0] == '!' && in[1] && strchr(BLANK, in[1])) {
		in++;
		return new_cmd(CMD_NOT, parse_pipeline(), NULL);
	}
	c = parse_command();
	skip_blanks();
	if (in[0] == '|' && in[1] != '|') {
		in++;
		expect_more();
		c = new_cmd(CMD_PIPE, c, parse_pipeline());
	}
	return c;
}

static struct cmd *parse_and_or(void)
{
	struct cmd *c = parse_pipeline();

	for (;;) {
		enum cmd_type type = CMD_AND;

		if (!accept("&&")) {
			if (!accept("||"))
				return c;
			type = CMD_OR;
		}
		expect_more();
		c = new_cmd(type, c, parse_pipeline());
	}
}

static struct cmd *parse_list(void)
{
	struct cmd *c = parse_and_or();

	if (accept("&"))
		c = new_cmd(CMD_BACK, c, NULL);
	else if (!accept(";") && *in != '\n')
		return c;
	skip_newlines();
	if (*in && *in != ')')
		c = new_cmd(CMD_SEQ, c, parse_list());
	return c;
}

/* *tree is 0 for an empty line. */
enum parse_error parse(const char *text, struct cmd **tree)
{
	in = text;
	error = PARSE_OK;
	*tree = NULL;
	skip_newlines();
	if (!*in)
		return PARSE_OK;
	*tree = parse_list();
	skip_blanks();
	if (*in)
		fail(PARSE_SYNTAX);
	return error;
}
