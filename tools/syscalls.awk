# Reads include/abi/syscalls.tbl, writes what is asked for:
#
#	awk -v arch=riscv|i386 -v out=nr|table|stubs -f tools/syscalls.awk include/abi/syscalls.tbl
#
#   nr     abi/syscall_nr.h: #define __NR_name n for each call of the machine, and NR_syscalls, the highest
#          number + 1
#   table  syscall_table.h: a line SYSCALL(number, function, nargs) for each call, for the kernel's dispatch table
#   stubs  usys.S: the functions by which programs call the kernel. All are weak, so a program may have
#          its own function of such a name. An error leaves through __syscall_error (user/lib/ARCH/start.S).

BEGIN {
	column = arch == "riscv" ? 2 : arch == "i386" ? 3 : 0
	if (!column || out !~ /^(nr|table|stubs)$/) {
		print "syscalls.awk: say -v arch=riscv|i386 -v out=nr|table|stubs" > "/dev/stderr"
		failed = 1
		exit 1
	}
	print "/* Made by tools/syscalls.awk from include/abi/syscalls.tbl. */"
	if (out == "nr")
		print "#ifndef ABI_SYSCALL_NR_H\n#define ABI_SYSCALL_NR_H\n"
}

/^[ \t]*(#|$)/ { next }

NF < 5 || NF > 6 {
	print FILENAME ":" FNR ": a row has 5 or 6 columns" > "/dev/stderr"
	failed = 1
	exit 1
}

$column != "-" {
	number = $column
	if (number >= count)
		count = number + 1
	if (out == "nr")
		print "#define __NR_" $1 " " number
	else if (out == "table")
		print "SYSCALL(" number ", " $4 ", " $5 ")"
	else if ($6 != "-")
		stub(NF == 6 ? $6 : $1, number, $5)
}

END {
	if (failed)
		exit 1
	if (out == "nr")
		print "\n#define NR_syscalls " count "\n\n#endif"
	if (out == "stubs")
		print "\n\t.section .note.GNU-stack,\"\",@progbits"
}

function stub(name, number, nargs)
{
	print "\n\t.section .text." name ",\"ax\",@progbits\n\t.weak " name
	print "\t.type " name ", @function\n" name ":"
	if (arch == "riscv")
		stub_riscv(name, number)
	else if (name == "vfork")
		stub_i386_vfork(number)
	else
		stub_i386(number, nargs)
	print "\t.size " name ", . - " name
}

# The arguments are in place. Nothing is kept on the stack, which a vfork child shares and uses.
function stub_riscv(name, number)
{
	print "\tli\ta7, " number "\n\tecall\n\tli\tt0, -4096\n\tbgtu\ta0, t0, 1f\n\tret"
	print "1:\ttail\t__syscall_error"
}

# The return address waits in a register: the child returns first, and overwrites the stack above it.
function stub_i386_vfork(number)
{
	print "\tpopl\t%ecx\n\tmovl\t$" number ", %eax\n\tint\t$0x80\n\tpushl\t%ecx"
	print "\tcmpl\t$-4096, %eax\n\tja\t__syscall_error\n\tret"
}

# Saves the registers that a caller wants back, then fetches the arguments from above them.
function stub_i386(number, nargs,    arg, saved, i, n)
{
	split("ebx ecx edx esi edi ebp", arg)
	n = 0
	for (i = 1; i <= nargs; i++)
		if (arg[i] != "ecx" && arg[i] != "edx") {
			saved[++n] = arg[i]
			print "\tpushl\t%" arg[i]
		}
	for (i = 1; i <= nargs; i++)
		print "\tmovl\t" 4 * (n + i) "(%esp), %" arg[i]
	print "\tmovl\t$" number ", %eax\n\tint\t$0x80"
	while (n)
		print "\tpopl\t%" saved[n--]
	print "\tcmpl\t$-4096, %eax\n\tja\t__syscall_error\n\tret"
}
