/*
 * Counters that several CPUs change at once. Those that return a value order memory fully on both
 * sides; the others order nothing.
 */
#ifndef KERNEL_ATOMIC_H
#define KERNEL_ATOMIC_H

#include <arch/barrier.h>
#include <kernel/compiler.h>
#include <kernel/types.h>

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	long counter;
} atomic_long_t;

#define ATOMIC_INIT(n) \
	{              \
		(n)    \
	}
#define ATOMIC_LONG_INIT(n) \
	{                   \
		(n)         \
	}

/* One family of functions for each width. */
#define DEFINE_ATOMIC(name, type, value)                                                        \
	static __always_inline value name##_read(const type *v)                                 \
	{                                                                                       \
		return __atomic_load_n(&v->counter, __ATOMIC_RELAXED);                          \
	}                                                                                       \
	static __always_inline void name##_set(type *v, value n)                                \
	{                                                                                       \
		__atomic_store_n(&v->counter, n, __ATOMIC_RELAXED);                             \
	}                                                                                       \
	static __always_inline void name##_add(value n, type *v)                                \
	{                                                                                       \
		__atomic_fetch_add(&v->counter, n, __ATOMIC_RELAXED);                           \
	}                                                                                       \
	static __always_inline void name##_sub(value n, type *v)                                \
	{                                                                                       \
		__atomic_fetch_sub(&v->counter, n, __ATOMIC_RELAXED);                           \
	}                                                                                       \
	static __always_inline void name##_inc(type *v)                                         \
	{                                                                                       \
		name##_add(1, v);                                                               \
	}                                                                                       \
	static __always_inline void name##_dec(type *v)                                         \
	{                                                                                       \
		name##_sub(1, v);                                                               \
	}                                                                                       \
	static __always_inline value name##_add_return(value n, type *v)                        \
	{                                                                                       \
		return __atomic_add_fetch(&v->counter, n, __ATOMIC_SEQ_CST);                    \
	}                                                                                       \
	static __always_inline value name##_sub_return(value n, type *v)                        \
	{                                                                                       \
		return __atomic_sub_fetch(&v->counter, n, __ATOMIC_SEQ_CST);                    \
	}                                                                                       \
	static __always_inline value name##_inc_return(type *v)                                 \
	{                                                                                       \
		return name##_add_return(1, v);                                                 \
	}                                                                                       \
	static __always_inline value name##_dec_return(type *v)                                 \
	{                                                                                       \
		return name##_sub_return(1, v);                                                 \
	}                                                                                       \
	static __always_inline bool name##_dec_and_test(type *v)                                \
	{                                                                                       \
		return __atomic_fetch_sub(&v->counter, 1, __ATOMIC_SEQ_CST) == 1;               \
	}                                                                                       \
	static __always_inline bool name##_sub_and_test(value n, type *v)                       \
	{                                                                                       \
		return __atomic_fetch_sub(&v->counter, n, __ATOMIC_SEQ_CST) == n;               \
	}                                                                                       \
	static __always_inline value name##_xchg(type *v, value n)                              \
	{                                                                                       \
		return __atomic_exchange_n(&v->counter, n, __ATOMIC_SEQ_CST);                   \
	}                                                                                       \
	/* What was there before: n was stored if that is old. */                               \
	static __always_inline value name##_cmpxchg(type *v, value old, value n)                \
	{                                                                                       \
		__atomic_compare_exchange_n(&v->counter, &old, n, false, __ATOMIC_SEQ_CST,      \
					    __ATOMIC_SEQ_CST);                                  \
		return old;                                                                     \
	}                                                                                       \
	/* False, and no change, if it was 0: what it counted is on its way out. */             \
	static __always_inline bool name##_inc_not_zero(type *v)                                \
	{                                                                                       \
		value old = name##_read(v);                                                     \
		while (old && !__atomic_compare_exchange_n(&v->counter, &old, old + 1, true,    \
							   __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) \
			;                                                                       \
		return old != 0;                                                                \
	}

DEFINE_ATOMIC(atomic, atomic_t, int)
DEFINE_ATOMIC(atomic_long, atomic_long_t, long)

/* A load that what follows stays behind, a store that what precedes stays before. */
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)

#endif
