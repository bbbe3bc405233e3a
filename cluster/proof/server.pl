use strict;
use warnings;
use IO::Socket::INET;

$SIG{TERM} = sub { exit 0 };
$| = 1;
my $door = IO::Socket::INET->new(LocalPort => 8080, Listen => 16, ReuseAddr => 1) or die "cannot listen on 8080: $!";
while (my $guest = $door->accept) {
    my $request = <$guest> // next;
    while (my $header = <$guest>) { last if $header =~ /^\r?$/ }
    print "served $request";
    print $guest "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n$ENV{ANSWER}\n";
    close $guest;
}
