/*
 * printf and relatives. Output collects in a small buffer on the stack and leaves at the end of each call, so a
 * line from one printf is one write, and fork never copies half a line.
 *
 * %[-0+ #][width|*][.precision|.*][hh h l ll z t j] d i u x X o c s p %
 */

#include <user.h>

struct out {
	int fd; /* -1: into buf only, what does not fit is counted and dropped */
	char *buf;
	size_t len, room;
	int total;
	bool failed;
};

struct spec {
	bool left, zero, plus, space, alt;
	int width, precision; /* precision -1: none */
	int size;	      /* bytes of an integer argument */
};

static void flush(struct out *o)
{
	if (o->fd >= 0 && o->len && write_all(o->fd, o->buf, o->len) < 0)
		o->failed = true;
	o->len = 0;
}

static void put(struct out *o, char c)
{
	if (o->fd >= 0 && o->len == o->room)
		flush(o);
	if (o->len < o->room)
		o->buf[o->len++] = c;
	o->total++;
}

static void put_n(struct out *o, const char *s, int n)
{
	while (n-- > 0)
		put(o, *s++);
}

static void pad(struct out *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

static void put_string(struct out *o, const struct spec *sp, const char *s)
{
	int n;

	if (!s)
		s = "(null)";
	n = (int)(sp->precision >= 0 ? strnlen(s, (size_t)sp->precision) : strlen(s));
	if (!sp->left)
		pad(o, ' ', sp->width - n);
	put_n(o, s, n);
	if (sp->left)
		pad(o, ' ', sp->width - n);
}

static void put_number(struct out *o, const struct spec *sp, uint64_t value, unsigned int base, bool upper,
		       const char *prefix)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[24];
	int n = 0, zeros, spaces;

	for (; value || (n == 0 && sp->precision != 0); value /= base)
		text[n++] = digits[value % base];
	zeros = sp->precision > n ? sp->precision - n : 0;
	spaces = sp->width - n - zeros - (int)strlen(prefix);
	if (sp->zero && !sp->left && sp->precision < 0 && spaces > 0) {
		zeros += spaces;
		spaces = 0;
	}
	if (!sp->left)
		pad(o, ' ', spaces);
	put_n(o, prefix, (int)strlen(prefix));
	pad(o, '0', zeros);
	while (n)
		put(o, text[--n]);
	if (sp->left)
		pad(o, ' ', spaces);
}

static const char *parse_flags(const char *f, struct spec *sp)
{
	for (;; f++) {
		if (*f == '-')
			sp->left = true;
		else if (*f == '0')
			sp->zero = true;
		else if (*f == '+')
			sp->plus = true;
		else if (*f == ' ')
			sp->space = true;
		else if (*f == '#')
			sp->alt = true;
		else
			return f;
	}
}

static const char *parse_size(const char *f, struct spec *sp)
{
	sp->size = sizeof(int);
	for (;; f++) {
		if (*f == 'l')
			sp->size = f[1] == 'l' ? sizeof(long long) : sp->size == 8 ? 8
										   : sizeof(long);
		else if (*f == 'h')
			sp->size = sp->size == 2 ? 1 : 2;
		else if (*f == 'z' || *f == 't')
			sp->size = sizeof(size_t);
		else if (*f == 'j')
			sp->size = sizeof(int64_t);
		else
			return f;
	}
}

/* The list itself must move on, and va_list may be an array: hence the wrapper. */
struct args {
	va_list ap;
};

static uint64_t get_unsigned(struct args *a, int size)
{
	uint64_t v = size == 8 ? va_arg(a->ap, uint64_t) : va_arg(a->ap, unsigned int);

	return size == 1 ? (uint8_t)v : size == 2 ? (uint16_t)v
						  : v;
}

static int64_t get_signed(struct args *a, int size)
{
	int64_t v = size == 8 ? va_arg(a->ap, int64_t) : va_arg(a->ap, int);

	return size == 1 ? (int8_t)v : size == 2 ? (int16_t)v
						 : v;
}

static const char *parse_number(const char *f, int *n, struct args *a)
{
	if (*f == '*') {
		*n = va_arg(a->ap, int);
		return f + 1;
	}
	for (*n = 0; isdigit(*f); f++)
		*n = *n * 10 + (*f - '0');
	return f;
}

static void convert(struct out *o, struct spec *sp, char conv, struct args *a)
{
	int64_t v;
	uint64_t u;

	switch (conv) {
	case 'd':
	case 'i':
		v = get_signed(a, sp->size);
		put_number(o, sp, v < 0 ? -(uint64_t)v : (uint64_t)v, 10, false,
			   v < 0 ? "-" : sp->plus ? "+"
				 : sp->space	  ? " "
						  : "");
		break;
	case 'u':
		put_number(o, sp, get_unsigned(a, sp->size), 10, false, "");
		break;
	case 'o':
		put_number(o, sp, get_unsigned(a, sp->size), 8, false, sp->alt ? "0" : "");
		break;
	case 'x':
	case 'X':
		u = get_unsigned(a, sp->size);
		put_number(o, sp, u, 16, conv == 'X', sp->alt && u ? "0x" : "");
		break;
	case 'p':
		put_number(o, sp, (uintptr_t)va_arg(a->ap, void *), 16, false, "0x");
		break;
	case 'c':
		if (!sp->left)
			pad(o, ' ', sp->width - 1);
		put(o, (char)va_arg(a->ap, int));
		if (sp->left)
			pad(o, ' ', sp->width - 1);
		break;
	case 's':
		put_string(o, sp, va_arg(a->ap, const char *));
		break;
	case '%':
		put(o, '%');
		break;
	default: /* show what was not understood */
		put(o, '%');
		put(o, conv);
	}
}

static void format(struct out *o, const char *f, va_list ap)
{
	struct args a;

	va_copy(a.ap, ap);
	while (*f) {
		struct spec sp = { .precision = -1 };

		if (*f != '%') {
			put(o, *f++);
			continue;
		}
		f = parse_flags(f + 1, &sp);
		f = parse_number(f, &sp.width, &a);
		if (sp.width < 0) {
			sp.left = true;
			sp.width = -sp.width;
		}
		if (*f == '.')
			f = parse_number(f + 1, &sp.precision, &a);
		f = parse_size(f, &sp);
		if (!*f)
			break;
		convert(o, &sp, *f++, &a);
	}
	va_end(a.ap);
}

int vdprintf(int fd, const char *fmt, va_list ap)
{
	char buf[512];
	struct out o = { .fd = fd, .buf = buf, .room = sizeof(buf) };

	format(&o, fmt, ap);
	flush(&o);
	return o.failed ? -1 : o.total;
}

int vsnprintf(char *buf, size_t n, const char *fmt, va_list ap)
{
	struct out o = { .fd = -1, .buf = buf, .room = n ? n - 1 : 0 };

	format(&o, fmt, ap);
	if (n)
		buf[o.len] = '\0';
	return o.total;
}

int snprintf(char *buf, size_t n, const char *fmt, ...)
{
	va_list ap;
	int total;

	va_start(ap, fmt);
	total = vsnprintf(buf, n, fmt, ap);
	va_end(ap);
	return total;
}

int printf(const char *fmt, ...)
{
	va_list ap;
	int total;

	va_start(ap, fmt);
	total = vdprintf(1, fmt, ap);
	va_end(ap);
	return total;
}

int fprintf(int fd, const char *fmt, ...)
{
	va_list ap;
	int total;

	va_start(ap, fmt);
	total = vdprintf(fd, fmt, ap);
	va_end(ap);
	return total;
}

int dprintf(int fd, const char *fmt, ...) __attribute__((alias("fprintf")));

int puts(const char *s)
{
	return printf("%s\n", s);
}

int putchar(int c)
{
	return printf("%c", c);
}
