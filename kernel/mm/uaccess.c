/* User memory, from the kernel: the parts that are more than a raw copy. */
#include <kernel/mm.h>
#include <kernel/uaccess.h>

long strncpy_from_user(char *to, const char __user *from, size_t size)
{
	unsigned long addr = (unsigned long)from, room;
	long len;

	if (addr >= TASK_SIZE)
		return -EFAULT;
	room = TASK_SIZE - addr;
	len = raw_strncpy_from_user(to, from, min((unsigned long)size, room));
	/* No NUL before the end of user space is a bad address, not a long name. */
	return len == -ENAMETOOLONG && room < size ? -EFAULT : len;
}

int fault_in_readable(const void __user *p, size_t n)
{
	const char __user *addr = p, *end = addr + n;
	char c;

	if (!n)
		return 0;
	if (!access_ok(p, n))
		return -EFAULT;
	for (; addr < end; addr = (const char __user *)(((unsigned long)addr & PAGE_MASK) + PAGE_SIZE))
		if (copy_from_user(&c, addr, 1))
			return -EFAULT;
	return 0;
}

/* A store that changes nothing: a word is replaced by what it was, or another thread has just stored to it. */
static int touch_for_store(u32 __user *word)
{
	u32 value = 0, old;
	int err;

	err = raw_cmpxchg_user(word, value, value, &old);
	while (!err && old != value) {
		value = old;
		err = raw_cmpxchg_user(word, value, value, &old);
	}
	return err;
}

int fault_in_writeable(void __user *p, size_t n)
{
	unsigned long addr = (unsigned long)p, end = addr + n;

	if (!n)
		return 0;
	if (!access_ok(p, n))
		return -EFAULT;
	for (addr &= ~3ul; addr < end; addr = (addr & PAGE_MASK) + PAGE_SIZE)
		if (touch_for_store((u32 __user *)addr))
			return -EFAULT;
	return 0;
}
