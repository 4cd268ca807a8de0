/*
 * Formatting. text_format() writes into a buffer and calls its owner when that is full, so the same code
 * fills strings (vsnprintf) and the console (printk).
 */
#include <kernel/div.h>
#include <kernel/printk.h>
#include <kernel/string.h>

/* One conversion, from '%' to its letter. */
struct spec {
	bool left, zero, plus, space, alternate;
	int width;
	int precision; /* -1: none */
	char length;   /* 'H' for hh, 'h', 'l', 'q' for ll, 'z', 't'; 0: none */
};

static inline void put(struct text_out *out, char c)
{
	if (unlikely(out->pos == out->end))
		out->flush(out);
	*out->pos++ = c;
	out->count++;
}

static void put_string(struct text_out *out, const char *s, int n)
{
	while (n-- > 0)
		put(out, *s++);
}

static void pad(struct text_out *out, char c, int n)
{
	while (n-- > 0)
		put(out, c);
}

static void format_string(struct text_out *out, const struct spec *spec, const char *s)
{
	int n, padding;

	if (!s)
		s = "(null)";
	n = spec->precision >= 0 ? strnlen(s, spec->precision) : strlen(s);
	padding = spec->width - n;
	if (!spec->left)
		pad(out, ' ', padding);
	put_string(out, s, n);
	if (spec->left)
		pad(out, ' ', padding);
}

/* The digits of n, the last one at end[-1]; where the first one is. */
static char *digits(char *end, u64 n, unsigned int base, bool upper)
{
	const char *symbols = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	u32 digit;

	for (; n; *--end = symbols[digit])
		n = div_u64(n, base, &digit);
	return end;
}

/* prefix: sign or 0x, or "". */
static void format_number(struct text_out *out, const struct spec *spec, u64 n, unsigned int base,
			  bool upper, const char *prefix)
{
	char buf[24], *end = buf + sizeof(buf), *first = digits(end, n, base, upper);
	int nr_digits = end - first, nr_prefix = strlen(prefix);
	int zeroes = (spec->precision >= 0 ? spec->precision : 1) - nr_digits, padding;

	if (zeroes < 0)
		zeroes = 0;
	padding = spec->width - nr_prefix - zeroes - nr_digits;
	if (spec->zero && !spec->left && spec->precision < 0 && padding > 0) {
		zeroes += padding;
		padding = 0;
	}
	if (!spec->left)
		pad(out, ' ', padding);
	put_string(out, prefix, nr_prefix);
	pad(out, '0', zeroes);
	put_string(out, first, nr_digits);
	if (spec->left)
		pad(out, ' ', padding);
}

static void format_signed(struct text_out *out, const struct spec *spec, s64 n)
{
	const char *sign = n < 0 ? "-" : spec->plus ? "+"
				 : spec->space	    ? " "
						    : "";

	format_number(out, spec, n < 0 ? -(u64)n : (u64)n, 10, false, sign);
}

/* A va_list that functions can take by address, whatever type the compiler gives it. */
struct args {
	va_list list;
};

static s64 signed_arg(struct args *args, char length)
{
	switch (length) {
	case 'q':
		return va_arg(args->list, long long);
	case 'l':
		return va_arg(args->list, long);
	case 'z':
	case 't':
		return va_arg(args->list, ptrdiff_t);
	case 'h':
		return (short)va_arg(args->list, int);
	case 'H':
		return (signed char)va_arg(args->list, int);
	default:
		return va_arg(args->list, int);
	}
}

static u64 unsigned_arg(struct args *args, char length)
{
	switch (length) {
	case 'q':
		return va_arg(args->list, unsigned long long);
	case 'l':
		return va_arg(args->list, unsigned long);
	case 'z':
	case 't':
		return va_arg(args->list, size_t);
	case 'h':
		return (unsigned short)va_arg(args->list, unsigned int);
	case 'H':
		return (unsigned char)va_arg(args->list, unsigned int);
	default:
		return va_arg(args->list, unsigned int);
	}
}

static const char *parse_int(const char *fmt, int *value, struct args *args)
{
	*value = 0;
	if (*fmt == '*') {
		*value = va_arg(args->list, int);
		return fmt + 1;
	}
	for (; *fmt >= '0' && *fmt <= '9'; fmt++)
		*value = *value * 10 + (*fmt - '0');
	return fmt;
}

/* fmt: behind the '%'. Returns where the conversion's letter is. */
static const char *parse_spec(const char *fmt, struct spec *spec, struct args *args)
{
	*spec = (struct spec){ .precision = -1 };
	for (;; fmt++) {
		if (*fmt == '-')
			spec->left = true;
		else if (*fmt == '0')
			spec->zero = true;
		else if (*fmt == '+')
			spec->plus = true;
		else if (*fmt == ' ')
			spec->space = true;
		else if (*fmt == '#')
			spec->alternate = true;
		else
			break;
	}
	fmt = parse_int(fmt, &spec->width, args);
	if (spec->width < 0) {
		spec->left = true;
		spec->width = -spec->width;
	}
	if (*fmt == '.')
		fmt = parse_int(fmt + 1, &spec->precision, args);
	while (*fmt == 'h' || *fmt == 'l' || *fmt == 'z' || *fmt == 't') {
		bool twice = spec->length == *fmt;

		spec->length = !twice ? *fmt : *fmt == 'l' ? 'q'
							   : 'H';
		fmt++;
	}
	return fmt;
}

static void format_pointer(struct text_out *out, struct spec *spec, unsigned long value)
{
	if (spec->zero)
		spec->width = 2 + 2 * sizeof(void *);
	format_number(out, spec, value, 16, false, "0x");
}

static void format_one(struct text_out *out, struct spec *spec, char letter, struct args *args)
{
	char c;
	u64 n;

	switch (letter) {
	case 'd':
	case 'i':
		format_signed(out, spec, signed_arg(args, spec->length));
		break;
	case 'u':
		format_number(out, spec, unsigned_arg(args, spec->length), 10, false, "");
		break;
	case 'o':
		n = unsigned_arg(args, spec->length);
		format_number(out, spec, n, 8, false, spec->alternate && n ? "0" : "");
		break;
	case 'x':
	case 'X':
		n = unsigned_arg(args, spec->length);
		format_number(out, spec, n, 16, letter == 'X',
			      !spec->alternate || !n ? "" : letter == 'X' ? "0X"
									  : "0x");
		break;
	case 'p':
		format_pointer(out, spec, (unsigned long)va_arg(args->list, void *));
		break;
	case 'c':
		c = va_arg(args->list, int);
		if (!spec->left)
			pad(out, ' ', spec->width - 1);
		put(out, c);
		if (spec->left)
			pad(out, ' ', spec->width - 1);
		break;
	case 's':
		format_string(out, spec, va_arg(args->list, const char *));
		break;
	case '%':
		put(out, '%');
		break;
	default: /* unknown: show it, so that somebody notices */
		put(out, '%');
		put(out, letter);
	}
}

void text_format(struct text_out *out, const char *fmt, va_list list)
{
	struct args args;
	struct spec spec;

	va_copy(args.list, list);
	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			put(out, *fmt);
			continue;
		}
		fmt = parse_spec(fmt + 1, &spec, &args);
		if (!*fmt)
			break;
		format_one(out, &spec, *fmt, &args);
	}
	va_end(args.list);
}

/* A string's buffer is full: what follows goes where nobody looks, and is only counted. */
struct string_out {
	struct text_out out;
	char *last; /* the buffer's last byte, when it is full */
	char nowhere[16];
};

static void string_full(struct text_out *out)
{
	struct string_out *string = container_of(out, struct string_out, out);

	if (!string->last)
		string->last = out->pos;
	out->pos = string->nowhere;
	out->end = string->nowhere + sizeof(string->nowhere);
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct string_out string = {
		.out = { .pos = buf, .end = size ? buf + size - 1 : buf, .flush = string_full }
	};

	text_format(&string.out, fmt, args);
	if (size)
		*(string.last ? string.last : string.out.pos) = '\0';
	return string.out.count;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return !size ? 0 : n < size ? n
				    : (int)size - 1;
}
