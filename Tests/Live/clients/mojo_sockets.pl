# Perl's Mojo::UserAgent with its defaults: mojo_sockets.pl URL
#
# As python_sockets.py, which says what is printed.
use strict;
use warnings;
use Mojo::IOLoop;
use Mojo::JSON qw(encode_json);
use Mojo::UserAgent;
use Mojolicious;

$| = 1;
my ($url) = @ARGV;
my %subprotocols = (text => [], json => ['icy.json.v1'], chat => ['chat']);
my $open = keys %subprotocols;

sub say_line {
    my ($client, $what, $data) = @_;
    print encode_json({client => $client, what => $what, data => $data}), "\n";
}

say_line('mojo', 'version', $Mojolicious::VERSION);
my $agent = Mojo::UserAgent->new;
for my $form (keys %subprotocols) {
    my $client = "mojo.$form";
    $agent->websocket("$url$client" => $subprotocols{$form} => sub {
        my (undef, $transaction) = @_;
        unless ($transaction->is_websocket) {
            say_line($client, 'error', 'refused: ' . ($transaction->res->code // ''));
            Mojo::IOLoop->stop unless --$open;
            return;
        }
        say_line($client, 'open', $transaction->protocol // '');
        $transaction->on(message => sub { say_line($client, 'text', $_[1]) });
        $transaction->on(finish => sub {
            say_line($client, 'close', 0 + $_[1]);
            Mojo::IOLoop->stop unless --$open;
        });
    });
}
Mojo::IOLoop->start;
