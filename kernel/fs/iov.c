/* iov_iter: the cases that uio.h does not handle inline. */
#include <kernel/string.h>
#include <kernel/uio.h>

/* The present piece is used up: take the next that is not empty. count says that there is one. */
static inline void next_piece(struct iov_iter *iter)
{
	while (!iter->len) {
		iter->base = iter->next->iov_base;
		iter->len = iter->next->iov_len;
		iter->next++;
	}
}

/* Copy piece by piece; copy() returns what it could not do, as copy_to_user() does. */
#define copy_pieces(iter, n, buf, copy)                                 \
	({                                                              \
		size_t _done = 0, _step, _left;                         \
		n = min(n, (iter)->count);                              \
		while (_done < n) {                                     \
			next_piece(iter);                               \
			_step = min(n - _done, (iter)->len);            \
			_left = copy((iter)->base, buf + _done, _step); \
			iov_iter_consume(iter, _step - _left);          \
			_done += _step - _left;                         \
			if (_left)                                      \
				break;                                  \
		}                                                       \
		_done;                                                  \
	})

static inline size_t kernel_store(void *piece, const char *buf, size_t n)
{
	memcpy(piece, buf, n);
	return 0;
}

static inline size_t kernel_load(const void *piece, char *buf, size_t n)
{
	memcpy(buf, piece, n);
	return 0;
}

static inline size_t user_load(const void __user *piece, char *buf, size_t n)
{
	return copy_from_user(buf, piece, n);
}

static inline size_t user_load_nofault(const void __user *piece, char *buf, size_t n)
{
	return copy_from_user_nofault(buf, piece, n);
}

static inline size_t zero_kernel(void *piece, const char *unused, size_t n)
{
	memset(piece, 0, n);
	return 0;
}

static inline size_t zero_user(void __user *piece, const char *unused, size_t n)
{
	return clear_user(piece, n);
}

size_t copy_to_iter_slow(const void *from, size_t n, struct iov_iter *iter)
{
	const char *buf = from;

	if (iter->kernel)
		return copy_pieces(iter, n, buf, kernel_store);
	return copy_pieces(iter, n, buf, copy_to_user);
}

size_t copy_from_iter_slow(void *to, size_t n, struct iov_iter *iter)
{
	char *buf = to;

	if (iter->kernel)
		return copy_pieces(iter, n, buf, kernel_load);
	return copy_pieces(iter, n, buf, user_load);
}

size_t copy_from_iter_nofault(void *to, size_t n, struct iov_iter *iter)
{
	char *buf = to;

	if (iter->kernel)
		return copy_pieces(iter, n, buf, kernel_load);
	return copy_pieces(iter, n, buf, user_load_nofault);
}

size_t zero_iter(size_t n, struct iov_iter *iter)
{
	const char *buf = NULL;

	if (iter->kernel)
		return copy_pieces(iter, n, buf, zero_kernel);
	return copy_pieces(iter, n, buf, zero_user);
}

/* The next bytes that are to be copied, which all lie in one piece: how many. */
static size_t first_bytes(const struct iov_iter *iter, size_t n, char **base)
{
	const struct iovec *next = iter->next;
	size_t len = iter->len;

	*base = iter->base;
	while (!len) {
		*base = next->iov_base;
		len = next->iov_len;
		next++;
	}
	return min(n, len);
}

int fault_in_iter_readable(const struct iov_iter *iter, size_t n)
{
	char *base;

	n = min(n, iter->count);
	if (iter->kernel || !n)
		return 0;
	n = first_bytes(iter, n, &base);
	if (likely(!fault_in_readable(base, n)))
		return 0;
	return fault_in_readable(base, 1);
}
