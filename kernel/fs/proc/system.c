/* /proc: files about the whole machine. */
#include "internal.h"
#include <arch/boot.h>
#include <kernel/div.h>
#include <kernel/file.h>
#include <kernel/filemap.h>
#include <kernel/pgtable.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/time.h>
#include <kernel/version.h>

#define KIB(pages) ((unsigned long)(pages) * (PAGE_SIZE / 1024))

/* ---- Memory ---- */

static unsigned long slab_pages(void)
{
	unsigned long pages = 0;
	struct slab_info info;
	unsigned int i;

	for (i = 0; slab_info(i, &info); i++)
		pages += info.pages;
	return pages;
}

static void count_tasks(unsigned int *total, unsigned int *running)
{
	struct task_struct *tsk;

	*total = 0;
	spin_lock(&tasklist_lock);
	list_for_each_entry(tsk, &task_list, tasks)
		++*total;
	spin_unlock(&tasklist_lock);
	*running = nr_running();
}

static int show_meminfo(struct proc_text *text, struct task_struct *tsk)
{
	unsigned long total = nr_total_pages(), free = nr_free_pages(), cached = nr_file_pages();
	unsigned int tasks, running;

	count_tasks(&tasks, &running);
	proc_printf(text, "MemTotal:       %8lu kB\n", KIB(total));
	proc_printf(text, "MemFree:        %8lu kB\n", KIB(free));
	proc_printf(text, "MemAvailable:   %8lu kB\n", KIB(free + cached));
	proc_printf(text, "Buffers:        %8lu kB\n", 0ul);
	proc_printf(text, "Cached:         %8lu kB\n", KIB(cached));
	proc_printf(text, "SwapCached:     %8lu kB\n", 0ul);
	proc_printf(text, "SwapTotal:      %8lu kB\n", 0ul);
	proc_printf(text, "SwapFree:       %8lu kB\n", 0ul);
	proc_printf(text, "Dirty:          %8lu kB\n", KIB(nr_dirty_pages()));
	proc_printf(text, "Writeback:      %8lu kB\n", KIB(nr_writeback_pages()));
	proc_printf(text, "Slab:           %8lu kB\n", KIB(slab_pages()));
	proc_printf(text, "KernelStack:    %8lu kB\n", (unsigned long)tasks * (KSTACK_SIZE / 1024));
	proc_printf(text, "Committed_AS:   %8lu kB\n", KIB(vm_committed()));
	return 0;
}

static int show_slabinfo(struct proc_text *text, struct task_struct *tsk)
{
	struct slab_info info;
	unsigned int i;

	proc_printf(text, "# name            <active_objs> <num_objs> <objsize> <pages>\n");
	for (i = 0; slab_info(i, &info); i++)
		proc_printf(text, "%-17s %6lu %6lu %6lu %6lu\n", info.name, info.active_objs, info.num_objs,
			    info.objsize, info.pages);
	return 0;
}

/* ---- Time, CPUs, version ---- */

static int show_uptime(struct proc_text *text, struct task_struct *tsk)
{
	u32 rest;
	u64 seconds = div_u64(clock_ns(), NSEC_PER_SEC, &rest);
	unsigned int hundredths = rest / (unsigned int)(NSEC_PER_SEC / 100);

	/* The second figure, time spent idle, is not kept. */
	proc_printf(text, "%lu.%02u 0.00\n", (unsigned long)seconds, hundredths);
	return 0;
}

static int show_loadavg(struct proc_text *text, struct task_struct *tsk)
{
	unsigned int tasks, running;

	count_tasks(&tasks, &running);
	proc_printf(text, "0.00 0.00 0.00 %u/%u %d\n", running, tasks, current->pid);
	return 0;
}

static int show_stat(struct proc_text *text, struct task_struct *tsk)
{
	u32 rest;
	u64 boot = div_u64(realtime_ns() - clock_ns(), NSEC_PER_SEC, &rest);

	proc_printf(text, "ctxt %lu\nbtime %lu\nprocs_running %u\n", nr_context_switches(), (unsigned long)boot,
		    nr_running());
	return 0;
}

static int show_cpuinfo(struct proc_text *text, struct task_struct *tsk)
{
	struct cpu *cpu;

	for_each_online_cpu(cpu)
		proc_printf(text, "processor\t: %u\nhwid\t\t: %lu\n\n", cpu->id, cpu->hwid);
	return 0;
}

static int show_version(struct proc_text *text, struct task_struct *tsk)
{
	proc_printf(text, "Linux version %s (%s)\n", DITTO_RELEASE, DITTO_VERSION);
	return 0;
}

static int show_cmdline(struct proc_text *text, struct task_struct *tsk)
{
	proc_printf(text, "%s\n", boot_info.cmdline);
	return 0;
}

/* ---- File systems ---- */

static int show_filesystems(struct proc_text *text, struct task_struct *tsk)
{
	struct file_system_type *type = NULL;

	while ((type = next_filesystem(type)))
		proc_printf(text, "%s\t%s\n", type->nodev ? "nodev" : "", type->name);
	return 0;
}

/* One field of several in a line: what would end it is printed as an octal number. */
static void print_field(struct proc_text *text, const char *s)
{
	for (; *s; s++)
		proc_printf(text, strchr(" \t\n\\#", *s) ? "\\%03o" : "%c", *s);
	proc_printf(text, " ");
}

static void print_mount(struct proc_text *text, struct super_block *sb, char *buf)
{
	char *path = d_path(sb->s_mountpoint ? sb->s_mountpoint : sb->s_root, buf, PATH_MAX);

	print_field(text, sb->s_source);
	print_field(text, IS_ERR(path) ? "?" : path);
	proc_printf(text, "%s %s%s%s%s%s 0 0\n", sb->s_type->name,
		    sb->s_flags & MS_RDONLY ? "ro" : "rw", sb->s_flags & MS_NOSUID ? ",nosuid" : "",
		    sb->s_flags & MS_NODEV ? ",nodev" : "", sb->s_flags & MS_NOEXEC ? ",noexec" : "",
		    sb->s_flags & MS_NOATIME ? ",noatime" : sb->s_flags & MS_STRICTATIME ? ""
											 : ",relatime");
}

int proc_show_mounts(struct proc_text *text, struct task_struct *tsk)
{
	struct super_block *sb;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	mutex_lock(&mount_lock);
	list_for_each_entry(sb, &mounts, s_list)
		print_mount(text, sb, buf);
	mutex_unlock(&mount_lock);
	kfree(buf);
	return 0;
}

/* ---- The table ---- */

static int self_readlink(struct inode *inode, char *buf, size_t size)
{
	return scnprintf(buf, size, "%d", current->tgid);
}

static const struct inode_operations self_iops = {
	.readlink = self_readlink,
};

const struct proc_entry system_entries[] = {
	{ "self", S_IFLNK | 0777, NULL, NULL, &self_iops },
	{ "meminfo", S_IFREG | 0444, show_meminfo, NULL, NULL },
	{ "slabinfo", S_IFREG | 0444, show_slabinfo, NULL, NULL },
	{ "uptime", S_IFREG | 0444, show_uptime, NULL, NULL },
	{ "loadavg", S_IFREG | 0444, show_loadavg, NULL, NULL },
	{ "stat", S_IFREG | 0444, show_stat, NULL, NULL },
	{ "cpuinfo", S_IFREG | 0444, show_cpuinfo, NULL, NULL },
	{ "version", S_IFREG | 0444, show_version, NULL, NULL },
	{ "cmdline", S_IFREG | 0444, show_cmdline, NULL, NULL },
	{ "filesystems", S_IFREG | 0444, show_filesystems, NULL, NULL },
	{ "mounts", S_IFREG | 0444, proc_show_mounts, NULL, NULL },
	{ "trace", S_IFREG | 0600, NULL, &trace_fops, NULL },
};
const unsigned int nr_system_entries = ARRAY_SIZE(system_entries);
