/* What a program asks about the machine as a whole, and how it ends it. */
#include <abi_arch.h>
#include <abi/random.h>
#include <abi/reboot.h>
#include <abi/sysinfo.h>
#include <arch/cpu.h>
#include <kernel/div.h>
#include <kernel/err.h>
#include <kernel/fs.h>
#include <kernel/page_alloc.h>
#include <kernel/random.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/time.h>
#include <kernel/uaccess.h>
#include <kernel/version.h>

const struct new_utsname init_uts = {
	.sysname = "Linux", /* what programs that look expect */
	.nodename = "ditto",
	.release = DITTO_RELEASE,
	.version = DITTO_VERSION,
	.machine = ABI_MACHINE,
	.domainname = "(none)",
};

long sys_newuname(struct new_utsname __user *name)
{
	return copy_to_user(name, &init_uts, sizeof(init_uts)) ? -EFAULT : 0;
}

static unsigned short count_tasks(void)
{
	struct list_head *pos;
	unsigned short n = 0;

	spin_lock(&tasklist_lock);
	list_for_each(pos, &task_list)
		n++;
	spin_unlock(&tasklist_lock);
	return n;
}

long sys_sysinfo(struct sysinfo __user *uinfo)
{
	struct sysinfo info;
	u32 rest;

	memset(&info, 0, sizeof(info));
	info.uptime = (long)div_u64(clock_ns(), (u32)NSEC_PER_SEC, &rest);
	info.totalram = nr_total_pages() * PAGE_SIZE;
	info.freeram = nr_free_pages() * PAGE_SIZE;
	info.procs = count_tasks();
	info.mem_unit = 1; /* no machine has more than a long counts */
	return copy_to_user(uinfo, &info, sizeof(info)) ? -EFAULT : 0;
}

long sys_getrandom(void __user *buf, size_t n, unsigned int flags)
{
	char piece[64];
	size_t done = 0;

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM))
		return -EINVAL;
	n = min(n, (size_t)0x7fffffff);
	while (done < n) {
		size_t part = min(n - done, sizeof(piece));

		if (fatal_signal_pending(current))
			return done ? (long)done : -EINTR;
		get_random_bytes(piece, part);
		if (copy_to_user((char __user *)buf + done, piece, part))
			return -EFAULT;
		done += part;
		cond_resched();
	}
	return (long)done;
}

long sys_reboot(int magic1, int magic2, unsigned int cmd, void __user *arg)
{
	(void)arg;
	if (magic1 != (int)LINUX_REBOOT_MAGIC1 ||
	    (magic2 != LINUX_REBOOT_MAGIC2 && magic2 != LINUX_REBOOT_MAGIC2A &&
	     magic2 != LINUX_REBOOT_MAGIC2B && magic2 != LINUX_REBOOT_MAGIC2C))
		return -EINVAL;
	switch (cmd) {
	case LINUX_REBOOT_CMD_CAD_ON:
	case LINUX_REBOOT_CMD_CAD_OFF:
		return 0; /* there is no such key to switch on or off */
	case LINUX_REBOOT_CMD_HALT:
	case LINUX_REBOOT_CMD_POWER_OFF:
		shutdown_filesystems();
		arch_power_off(0);
	case LINUX_REBOOT_CMD_RESTART:
		shutdown_filesystems();
		arch_reboot();
	default:
		return -EINVAL;
	}
}
