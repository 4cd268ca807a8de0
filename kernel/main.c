/*
 * Boot, in order. The port's assembly calls kernel_main() on one CPU; what needs to sleep - disks,
 * file systems - is done by pid 1 while it is still a kernel thread, which then becomes init.
 */
#include <arch/boot.h>
#include <arch/cpu.h>
#include <arch/irq.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <kernel/block.h>
#include <kernel/boot_words.h>
#include <kernel/err.h>
#include <kernel/filemap.h>
#include <kernel/fs.h>
#include <kernel/ktest.h>
#include <kernel/main.h>
#include <kernel/page_alloc.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/process.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/time.h>

struct cpu cpus[NR_CPUS];
unsigned int nr_cpus;
cpumask_t cpu_online_mask;

#define CPU_START_TIMEOUT (5 * NSEC_PER_SEC)

/* nosmp, maxcpus=n */
static void limit_cpus(void)
{
	const char *limit = boot_word_value("maxcpus");
	unsigned long n = limit ? strtoul(limit, NULL, 10) : NR_CPUS;

	if (boot_word("nosmp") || !n)
		n = 1;
	if (n < nr_cpus)
		nr_cpus = (unsigned int)n;
}

static bool start_cpu(struct cpu *cpu)
{
	u64 deadline = clock_ns() + CPU_START_TIMEOUT;

	cpu->idle = idle_task_create(cpu);
	if (!cpu->idle || arch_start_cpu(cpu))
		return false;
	while (!READ_ONCE(cpu->online)) {
		if (clock_ns() > deadline)
			return false;
		cpu_relax();
	}
	return true;
}

static void start_other_cpus(void)
{
	for (struct cpu *cpu = cpus + 1; cpu < cpus + nr_cpus; cpu++) {
		if (!start_cpu(cpu))
			pr_err("cpu %u (hart %lu) does not start\n", cpu->id, cpu->hwid);
	}
}

/* The first disk, or the one that root=/dev/NAME asks for. */
static struct block_device *root_disk(void)
{
	const char *name = boot_word_value("root");

	if (!name)
		return block_nth(0);
	return block_find(strncmp(name, "/dev/", 5) ? name : name + 5);
}

static void mount_everything(void)
{
	struct block_device *disk = root_disk();
	char source[32];
	int err;

	if (!disk)
		panic("there is no disk to mount as root");
	snprintf(source, sizeof(source), "/dev/%s", disk->name);
	err = mount_root("dittofs", source, disk->dev);
	if (err)
		panic("cannot mount %s as root: error %d", source, -err);
	vfs_init_mounts();
}

/* Pid 1. Returning from here means going to user mode. */
static int init_thread(void *unused)
{
	static const char *const envp[] = { "HOME=/", "PATH=/bin:/tests", "TERM=vt100", NULL };
	const char *path = boot_word_value("init");
	int err;

	arch_init_devices();
	mount_everything();
	if (boot_word("ktest"))
		arch_power_off(run_kernel_tests() ? 1 : 0);
	if (boot_word_value("crash")) {
		crash_on_purpose(boot_word_value("crash"));
		arch_power_off(0);
	}
	if (!path)
		path = "/bin/init";
	err = kernel_execve(path, boot_init_argv(path), envp);
	if (err)
		panic("cannot run %s: error %d", path, -err);
	return 0;
}

void kernel_main(void)
{
	setup_arch();
	trap_init_cpu();
	boot_words_init();
	printk_quiet = boot_word("quiet");
	limit_cpus();
	pr_info("ditto: %u CPU%s\n", nr_cpus, nr_cpus > 1 ? "s" : "");

	page_alloc_init();
	slab_init();
	task_init();
	sched_init();
	irq_init();
	irq_init_cpu();
	timer_init();
	timer_init_cpu();
	time_init();
	filemap_init();
	vfs_init();
	local_irq_enable();

	pr_info("ditto: %lu of %lu KiB free\n", nr_free_pages() * (PAGE_SIZE / 1024),
		nr_total_pages() * (PAGE_SIZE / 1024));
	if (boot_info.ignored_ram)
		pr_err("ditto: %lu MiB of memory lie beyond the direct map: not used\n",
		       (unsigned long)(boot_info.ignored_ram >> 20));
	start_other_cpus();
	if (IS_ERR(kernel_thread(init_thread, NULL, "init")))
		panic("no memory for pid 1");
	cpu_idle();
}

void secondary_main(void)
{
	trap_init_cpu();
	irq_init_cpu();
	timer_init_cpu();
	local_irq_enable();
	cpu_idle();
}
