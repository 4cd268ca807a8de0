/*
 * Doubly linked circular lists. The links sit inside the objects; a head is a pair of links of its
 * own, so that nothing is special at either end.
 */
#ifndef KERNEL_LIST_H
#define KERNEL_LIST_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name)     \
	{                        \
		&(name), &(name) \
	}
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline void list_link(struct list_head *entry, struct list_head *prev, struct list_head *next)
{
	entry->next = next;
	entry->prev = prev;
	prev->next = entry;
	next->prev = entry;
}

/* Behind head: the first. */
static inline void list_add(struct list_head *entry, struct list_head *head)
{
	list_link(entry, head, head->next);
}

/* Before head: the last. */
static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	list_link(entry, head->prev, head);
}

static inline void list_unlink(struct list_head *prev, struct list_head *next)
{
	prev->next = next;
	next->prev = prev;
}

/* The entry's own links are left stale: add it again, or free it. */
static inline void list_del(struct list_head *entry)
{
	list_unlink(entry->prev, entry->next);
#ifdef CONFIG_DEBUG
	entry->next = (void *)0xdead1;
	entry->prev = (void *)0xdead2;
#endif
}

static inline void list_del_init(struct list_head *entry)
{
	list_unlink(entry->prev, entry->next);
	INIT_LIST_HEAD(entry);
}

static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	list_unlink(entry->prev, entry->next);
	list_add_tail(entry, head);
}

static inline bool list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

static inline bool list_is_last(const struct list_head *entry, const struct list_head *head)
{
	return entry->next == head;
}

/* Put all of list in front of head's first entry; list itself becomes empty. */
static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	if (list_empty(list))
		return;
	list->next->prev = head;
	list->prev->next = head->next;
	head->next->prev = list->prev;
	head->next = list->next;
	INIT_LIST_HEAD(list);
}

#define list_entry(ptr, type, member)	    container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_last_entry(ptr, type, member)  list_entry((ptr)->prev, type, member)
#define list_next_entry(pos, member)	    list_entry((pos)->member.next, __typeof__(*(pos)), member)
#define list_prev_entry(pos, member)	    list_entry((pos)->member.prev, __typeof__(*(pos)), member)
#define list_first_entry_or_null(ptr, type, member) \
	(list_empty(ptr) ? NULL : list_first_entry(ptr, type, member))

#define list_for_each(pos, head) \
	for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)

#define list_for_each_entry(pos, head, member)                           \
	for ((pos) = list_first_entry(head, __typeof__(*(pos)), member); \
	     &(pos)->member != (head); (pos) = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member)                  \
	for ((pos) = list_last_entry(head, __typeof__(*(pos)), member); \
	     &(pos)->member != (head); (pos) = list_prev_entry(pos, member))
/* pos itself may be deleted in the body. */
#define list_for_each_entry_safe(pos, n, head, member)                   \
	for ((pos) = list_first_entry(head, __typeof__(*(pos)), member), \
	    (n) = list_next_entry(pos, member);                          \
	     &(pos)->member != (head);                                   \
	     (pos) = (n), (n) = list_next_entry(n, member))

#endif
