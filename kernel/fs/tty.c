/*
 * The console as a terminal: the line discipline between a serial line and the programs.
 *
 *	interrupt	tty_receive() puts the character into a small ring and wakes the tty's own thread
 *	thread		takes it out: signals (^C, ^\), editing (erase, ^W, ^U), echo; then into input
 *	read()		takes finished lines out of input, or in raw mode whatever is there
 *
 * The thread is there because signals, echo and editing take locks that no interrupt handler may take, and have
 * to work while no program reads. Output is written straight to the device.
 *
 * input is a ring of bytes; each position counts up for ever:
 *
 *	tail ........ done ........ head
 *	  finished lines   being edited		in raw mode done == head
 */
#include "internal.h"
#include <abi/ioctl.h>
#include <arch/console.h>
#include <kernel/file.h>
#include <kernel/panic.h>
#include <kernel/poll.h>
#include <kernel/signal.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include <kernel/tty.h>

#define INPUT_SIZE 4096
#define RAW_SIZE   256
#define CTRL(c)	   ((c)&0x1f)

/* Locks: [r] raw_lock  [l] lock */
static struct {
	struct spinlock raw_lock;	 /* rank DEVICE, interrupts off */
	unsigned int raw_head, raw_tail; /* [r] */
	char raw[RAW_SIZE];		 /* [r] */
	struct wait_queue_head raw_wait; /* the thread */

	struct mutex lock; /* rank TTY */
	struct wait_queue_head rd_wait;
	unsigned int tail, done, head; /* [l] see above */
	char input[INPUT_SIZE];	       /* [l] */
	u8 ends[INPUT_SIZE / 8];       /* [l] a bit for each byte that ends a line */
	struct termios termios;	       /* [l] */
	struct winsize winsize;	       /* [l] */
	pid_t session, pgrp;	       /* [l] whose terminal it is, and who is in the foreground; 0: nobody */
	struct mutex out_lock;	       /* rank TTY: one write at a time */
} tty = {
	.raw_lock = SPINLOCK_INIT("tty_raw", RANK_DEVICE),
	.raw_wait = WAIT_QUEUE_HEAD_INIT(tty.raw_wait),
	.lock = MUTEX_INIT(tty.lock, RANK_TTY),
	.rd_wait = WAIT_QUEUE_HEAD_INIT(tty.rd_wait),
	.out_lock = MUTEX_INIT(tty.out_lock, RANK_TTY),
	.winsize = { .ws_row = 24, .ws_col = 80 },
	.termios = {
		.c_iflag = ICRNL | IXON,
		.c_oflag = OPOST | ONLCR,
		.c_cflag = B38400 | CS8 | CREAD | HUPCL,
		.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
		.c_cc = {
			[VINTR] = CTRL('C'),
			[VQUIT] = CTRL('\\'),
			[VERASE] = 0x7f,
			[VKILL] = CTRL('U'),
			[VEOF] = CTRL('D'),
			[VMIN] = 1,
			[VSTART] = CTRL('Q'),
			[VSTOP] = CTRL('S'),
			[VSUSP] = CTRL('Z'),
			[VREPRINT] = CTRL('R'),
			[VDISCARD] = CTRL('O'),
			[VWERASE] = CTRL('W'),
			[VLNEXT] = CTRL('V'),
		},
	},
};

static inline bool lflag(unsigned int flag)
{
	return tty.termios.c_lflag & flag;
}

/* Is c the control character of this index? 0 switches one off. */
static inline bool is_cc(unsigned char c, unsigned int index)
{
	return c && c == tty.termios.c_cc[index];
}

/* ---- Interrupt to thread ---- */

void tty_receive(char c)
{
	unsigned long flags;

	spin_lock_irqsave(&tty.raw_lock, flags);
	if (tty.raw_head - tty.raw_tail < RAW_SIZE) /* else it is lost */
		tty.raw[tty.raw_head++ % RAW_SIZE] = c;
	spin_unlock_irqrestore(&tty.raw_lock, flags);
	wake_up(&tty.raw_wait);
}

/* Up to n characters into buf: how many. */
static unsigned int take_raw(char *buf, unsigned int n)
{
	unsigned int taken = 0;
	unsigned long flags;

	spin_lock_irqsave(&tty.raw_lock, flags);
	while (taken < n && tty.raw_tail != tty.raw_head)
		buf[taken++] = tty.raw[tty.raw_tail++ % RAW_SIZE];
	spin_unlock_irqrestore(&tty.raw_lock, flags);
	return taken;
}

/* ---- Echo ---- */

static void put(char c)
{
	if (c == '\n' && tty.termios.c_oflag & OPOST && tty.termios.c_oflag & ONLCR)
		console_putc('\r');
	console_putc(c);
}

static bool is_control(unsigned char c)
{
	return (c < 32 && c != '\t' && c != '\n') || c == 0x7f;
}

static void echo(unsigned char c)
{
	if (c == '\n') {
		if (lflag(ECHO) || (lflag(ECHONL) && lflag(ICANON)))
			put(c);
	} else if (lflag(ECHO)) {
		if (is_control(c) && lflag(ECHOCTL)) {
			put('^');
			c ^= 0x40;
		}
		put(c);
	}
}

/* Take c, the last character of the line, off the screen. */
static void echo_erase(unsigned char c)
{
	unsigned int width = is_control(c) ? 2 * lflag(ECHOCTL) : 1;

	if ((c & 0xc0) == 0x80) /* inside a UTF-8 character */
		width = 0;
	if (!lflag(ECHO) || !lflag(ECHOE))
		return;
	while (width--) {
		put('\b');
		put(' ');
		put('\b');
	}
}

/* ---- Input ---- */

static inline char *input_at(unsigned int pos)
{
	return &tty.input[pos % INPUT_SIZE];
}

static inline bool ends_line(unsigned int pos)
{
	return tty.ends[pos % INPUT_SIZE / 8] >> pos % 8 & 1;
}

static void add_input(unsigned char c, bool end)
{
	u8 *ends = &tty.ends[tty.head % INPUT_SIZE / 8], bit = 1u << tty.head % 8;

	*ends = end ? *ends | bit : *ends & ~bit;
	*input_at(tty.head++) = c;
}

static void flush_input(void)
{
	tty.done = tty.head = tty.tail;
}

static void finish_input(void)
{
	tty.done = tty.head;
	wake_up(&tty.rd_wait);
}

static void erase_last(void)
{
	if (tty.head != tty.done)
		echo_erase(*input_at(--tty.head));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void erase_word(void)
{
	while (tty.head != tty.done && is_blank(*input_at(tty.head - 1)))
		erase_last();
	while (tty.head != tty.done && !is_blank(*input_at(tty.head - 1)))
		erase_last();
}

/* Editing characters: was c one? */
static bool edit(unsigned char c)
{
	if (is_cc(c, VERASE) || c == '\b') {
		erase_last();
		while (tty.termios.c_iflag & IUTF8 && tty.head != tty.done &&
		       (*input_at(tty.head) & 0xc0) == 0x80)
			erase_last();
	} else if (is_cc(c, VWERASE) && lflag(IEXTEN)) {
		erase_word();
	} else if (is_cc(c, VKILL)) {
		while (tty.head != tty.done)
			erase_last();
	} else if (is_cc(c, VREPRINT) && lflag(IEXTEN)) {
		unsigned int pos;

		echo(c);
		echo('\n');
		for (pos = tty.done; pos != tty.head; pos++)
			echo(*input_at(pos));
	} else {
		return false;
	}
	return true;
}

static void canonical_input(unsigned char c)
{
	bool full = tty.head - tty.tail >= INPUT_SIZE - 1; /* there is always room for the end of the line */

	if (edit(c))
		return;
	if (is_cc(c, VEOF)) {
		if (tty.head - tty.tail < INPUT_SIZE) {
			add_input('\0', true);
			finish_input();
		}
	} else if (c == '\n' || is_cc(c, VEOL)) {
		if (tty.head - tty.tail < INPUT_SIZE) {
			echo(c);
			add_input(c, true);
			finish_input();
		}
	} else if (!full) {
		echo(c);
		add_input(c, false);
	} else {
		put('\a');
	}
}

static int signal_of(unsigned char c)
{
	if (!lflag(ISIG))
		return 0;
	return is_cc(c, VINTR) ? SIGINT : is_cc(c, VQUIT) ? SIGQUIT
				  : is_cc(c, VSUSP)	  ? SIGTSTP
							  : 0;
}

/* One character in. A signal that the foreground is to get, or 0. */
static int input_char(unsigned char c)
{
	unsigned int iflag = tty.termios.c_iflag;
	int sig;

	if (iflag & ISTRIP)
		c &= 0x7f;
	if (c == '\r') {
		if (iflag & IGNCR)
			return 0;
		if (iflag & ICRNL)
			c = '\n';
	} else if (c == '\n' && iflag & INLCR) {
		c = '\r';
	}
	sig = signal_of(c);
	if (sig) {
		echo(c);
		if (!lflag(NOFLSH))
			flush_input();
	} else if (lflag(ICANON)) {
		canonical_input(c);
	} else if (tty.head - tty.tail < INPUT_SIZE) {
		echo(c);
		add_input(c, false);
		finish_input();
	}
	return sig;
}

static int tty_thread(void *unused)
{
	char buf[32];
	unsigned int i, n;
	int sig;
	pid_t pgrp;

	for (;;) {
		wait_event(tty.raw_wait, READ_ONCE(tty.raw_head) != READ_ONCE(tty.raw_tail));
		n = take_raw(buf, sizeof(buf));
		for (i = 0; i < n; i++) {
			mutex_lock(&tty.lock);
			sig = input_char(buf[i]);
			pgrp = tty.pgrp;
			mutex_unlock(&tty.lock);
			if (sig && pgrp)
				kill_pgrp(sig, pgrp);
		}
	}
	return 0;
}

/* ---- Reading ---- */

/* Is there something to read, at least min bytes in raw mode? */
static bool readable(unsigned int min)
{
	return tty.done - tty.tail >= (lflag(ICANON) ? 1 : min);
}

/* Sleep until there is, or the time is over: 0, -EINTR, or -ETIMEDOUT. The lock is released meanwhile. */
static int wait_for_input(unsigned int min, u64 deadline)
{
	DEFINE_WAIT(entry);
	u64 now = deadline == TIME_NEVER ? 0 : clock_ns();

	if (now >= deadline)
		return -ETIMEDOUT;
	prepare_to_wait(&tty.rd_wait, &entry, TASK_INTERRUPTIBLE);
	mutex_unlock(&tty.lock);
	if (!signal_pending(current)) {
		if (deadline == TIME_NEVER)
			schedule();
		else
			schedule_timeout(deadline - now);
	}
	finish_wait(&tty.rd_wait, &entry);
	mutex_lock(&tty.lock);
	return signal_pending(current) && !readable(min) ? -EINTR : 0;
}

/* Bytes from tail on that one read may take; *skip: the end-of-file mark after them is used up, too. */
static unsigned int readable_now(size_t count, bool *skip)
{
	unsigned int n = 0;

	*skip = false;
	while (tty.tail + n != tty.done) {
		bool end = lflag(ICANON) && ends_line(tty.tail + n);

		if (end && *input_at(tty.tail + n) == '\0') {
			*skip = true;
			break;
		}
		if (n == count)
			break;
		n++;
		if (end)
			break;
	}
	return n;
}

static ssize_t copy_input(struct iov_iter *to)
{
	bool skip;
	unsigned int n = readable_now(to->count, &skip);
	size_t done = 0, copied, step;

	while (done < n) {
		step = min(n - done, (size_t)INPUT_SIZE - tty.tail % INPUT_SIZE);
		copied = copy_to_iter(input_at(tty.tail), step, to);
		tty.tail += copied;
		done += copied;
		if (copied < step)
			return done ? done : -EFAULT;
	}
	if (skip)
		tty.tail++;
	return done;
}

static ssize_t tty_read(struct file *file, struct iov_iter *to, loff_t *pos)
{
	u64 deadline = TIME_NEVER;
	unsigned int min = 1;
	ssize_t ret = 0;

	if (!to->count)
		return 0;
	mutex_lock(&tty.lock);
	if (!lflag(ICANON)) {
		min = tty.termios.c_cc[VMIN];
		if (!min)
			deadline = clock_ns() + tty.termios.c_cc[VTIME] * (NSEC_PER_SEC / 10);
		if (min > to->count)
			min = to->count;
		if (!min)
			min = 1;
	}
	while (!readable(min) && !ret)
		ret = file->f_flags & O_NONBLOCK ? -EAGAIN : wait_for_input(min, deadline);
	if (readable(1))
		ret = copy_input(to);
	else if (ret == -ETIMEDOUT)
		ret = 0;
	mutex_unlock(&tty.lock);
	return ret;
}

/* ---- Writing ---- */

static ssize_t tty_write(struct file *file, struct iov_iter *from, loff_t *pos)
{
	ssize_t done = 0;
	char buf[256];
	size_t n, i;

	/* A write that fits into buf comes out in one piece. */
	while (from->count) {
		n = copy_from_iter(buf, min(from->count, sizeof(buf)), from);
		if (!n)
			return done ? done : -EFAULT;
		mutex_lock(&tty.out_lock);
		for (i = 0; i < n; i++)
			put(buf[i]);
		mutex_unlock(&tty.out_lock);
		done += n;
		if (fatal_signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

/* ---- Control ---- */

static void set_termios(const struct termios *termios, bool flush)
{
	mutex_lock(&tty.lock);
	if (flush)
		flush_input();
	tty.termios = *termios;
	if (!lflag(ICANON)) /* no line to wait for any more */
		finish_input();
	mutex_unlock(&tty.lock);
}

static long set_pgrp(int __user *arg)
{
	pid_t pgrp;

	if (get_user(pgrp, arg))
		return -EFAULT;
	if (pgrp <= 0)
		return -EINVAL;
	mutex_lock(&tty.lock);
	tty.pgrp = pgrp;
	mutex_unlock(&tty.lock);
	return 0;
}

/* The caller's session gets the terminal. */
static void take_terminal(void)
{
	mutex_lock(&tty.lock);
	tty.session = current->session;
	tty.pgrp = current->pgrp;
	mutex_unlock(&tty.lock);
}

static long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *p = (void __user *)arg;
	struct termios termios;
	struct winsize winsize;
	int n;

	switch (cmd) {
	case TCGETS:
		return copy_to_user(p, &tty.termios, sizeof(tty.termios)) ? -EFAULT : 0;
	case TCSETS:
	case TCSETSW: /* output never waits */
	case TCSETSF:
		if (copy_from_user(&termios, p, sizeof(termios)))
			return -EFAULT;
		set_termios(&termios, cmd == TCSETSF);
		return 0;
	case TIOCGWINSZ:
		return copy_to_user(p, &tty.winsize, sizeof(tty.winsize)) ? -EFAULT : 0;
	case TIOCSWINSZ:
		if (copy_from_user(&winsize, p, sizeof(winsize)))
			return -EFAULT;
		tty.winsize = winsize;
		return 0;
	case TIOCGPGRP:
		return put_user(tty.pgrp, (int __user *)p);
	case TIOCSPGRP:
		return set_pgrp(p);
	case TIOCGSID:
		return tty.session ? put_user(tty.session, (int __user *)p) : -ENOTTY;
	case TIOCSCTTY:
		if (current->pid != current->session)
			return -EPERM;
		take_terminal();
		return 0;
	case TIOCNOTTY:
		return 0;
	case FIONREAD:
		n = tty.done - tty.tail;
		return put_user(n, (int __user *)p);
	case TCFLSH:
		mutex_lock(&tty.lock);
		flush_input();
		mutex_unlock(&tty.lock);
		return 0;
	case TCSBRK:
	case TCXONC:
		return 0;
	}
	return -ENOTTY;
}

static unsigned int tty_poll(struct file *file, struct poll_table *pt)
{
	poll_wait(file, &tty.rd_wait, pt);
	return (readable(1) ? POLLIN | POLLRDNORM : 0) | POLLOUT | POLLWRNORM;
}

static int tty_open(struct inode *inode, struct file *file)
{
	file->f_mode |= FMODE_STREAM;
	/* The first session leader without a terminal that opens it. */
	if (!(file->f_flags & O_PATH) && !READ_ONCE(tty.session) && current->pid == current->session)
		take_terminal();
	return 0;
}

const struct file_operations tty_fops = {
	.open = tty_open,
	.read = tty_read,
	.write = tty_write,
	.ioctl = tty_ioctl,
	.poll = tty_poll,
};

void tty_init(void)
{
	if (IS_ERR(kernel_thread(tty_thread, NULL, "tty")))
		panic("no memory for the tty thread");
}
