/*
 * What -fsanitize=undefined calls when a program does what C leaves undefined. The compiler describes
 * the place in structures of its own making; of these only the location, always first, is used here.
 * The kernel does not go on: a panic shows the place and who called.
 */
#include <kernel/panic.h>
#include <kernel/types.h>

struct source_location {
	const char *file;
	u32 line, column;
};

struct type_descriptor {
	u16 kind, info;
	char name[];
};

struct type_mismatch {
	struct source_location where;
	const struct type_descriptor *type;
	unsigned char log_alignment, check_kind;
};

#define HANDLER(name, what, ...)                                                              \
	void __ubsan_handle_##name(struct source_location *where __VA_OPT__(, ) __VA_ARGS__); \
	void __ubsan_handle_##name(struct source_location *where __VA_OPT__(, ) __VA_ARGS__)  \
	{                                                                                     \
		panic("%s:%u:%u: " what, where->file, where->line, where->column);            \
	}

HANDLER(add_overflow, "signed addition overflows", unsigned long a, unsigned long b)
HANDLER(sub_overflow, "signed subtraction overflows", unsigned long a, unsigned long b)
HANDLER(mul_overflow, "signed multiplication overflows", unsigned long a, unsigned long b)
HANDLER(divrem_overflow, "division by zero, or overflow", unsigned long a, unsigned long b)
HANDLER(negate_overflow, "negation overflows", unsigned long a)
HANDLER(pointer_overflow, "pointer arithmetic overflows", unsigned long base, unsigned long result)
HANDLER(out_of_bounds, "array index out of bounds", unsigned long index)
HANDLER(shift_out_of_bounds, "shift by too much, or of a negative number", unsigned long a, unsigned long b)
HANDLER(load_invalid_value, "a value that its type does not have", unsigned long value)
HANDLER(vla_bound_not_positive, "array of no size", unsigned long bound)
HANDLER(nonnull_arg, "null where it is not allowed")
HANDLER(nonnull_return_v1, "null returned where it is not allowed", struct source_location *caller)
HANDLER(invalid_builtin, "builtin called with zero")
HANDLER(builtin_unreachable, "unreachable code reached")
HANDLER(missing_return, "function ends without a value")

void __ubsan_handle_type_mismatch_v1(struct type_mismatch *data, unsigned long address);
void __ubsan_handle_type_mismatch_v1(struct type_mismatch *data, unsigned long address)
{
	panic("%s:%u:%u: bad address %lx for %s", data->where.file, data->where.line, data->where.column,
	      address, data->type->name);
}
