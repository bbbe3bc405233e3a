/* The first process of a pod, and of the node itself: waits, and buries the orphans that become its children. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void bye(int signal) { (void)signal; _exit(0); }
static void bury(int signal) { (void)signal; while (waitpid(-1, 0, WNOHANG) > 0) {} }

int main(void) {
  struct sigaction leave = {.sa_handler = bye}, orphan = {.sa_handler = bury, .sa_flags = SA_NOCLDSTOP};
  sigaction(SIGINT, &leave, 0);
  sigaction(SIGTERM, &leave, 0);
  sigaction(SIGCHLD, &orphan, 0);
  for (;;) pause();
}
