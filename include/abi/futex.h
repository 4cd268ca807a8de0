/* Operations of futex, and the list that set_robust_list registers. */
#ifndef ABI_FUTEX_H
#define ABI_FUTEX_H

#define FUTEX_WAIT	       0
#define FUTEX_WAKE	       1
#define FUTEX_REQUEUE	       3
#define FUTEX_CMP_REQUEUE      4
#define FUTEX_WAIT_BITSET      9
#define FUTEX_WAKE_BITSET      10
#define FUTEX_PRIVATE_FLAG     128
#define FUTEX_CLOCK_REALTIME   256
#define FUTEX_BITSET_MATCH_ANY 0xffffffff

/* The word that such a lock is: who holds it, and what became of him. */
#define FUTEX_WAITERS	 0x80000000
#define FUTEX_OWNER_DIED 0x40000000
#define FUTEX_TID_MASK	 0x3fffffff

#define ROBUST_LIST_LIMIT 2048 /* no more entries are looked at */

struct robust_list {
	struct robust_list *next;
};

struct robust_list_head {
	struct robust_list list;
	long futex_offset;
	struct robust_list *list_op_pending;
};

#endif
