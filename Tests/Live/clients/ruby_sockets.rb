# Ruby's faye-websocket and websocket-driver with their defaults: ruby_sockets.rb URL
#
# As python_sockets.py, which says what is printed.
require 'json'
require 'socket'
require 'uri'
require 'eventmachine'
require 'faye/websocket'
require 'websocket/driver'

$stdout.sync = true
URL = ARGV[0]
SUBPROTOCOLS = { 'text' => [], 'json' => ['icy.json.v1'], 'chat' => ['chat'] }.freeze
LOCK = Mutex.new

def say(client, what, data)
  LOCK.synchronize { puts JSON.generate(client: client, what: what, data: data) }
end

# What websocket-driver wants of a connection.
class Wire
  attr_reader :url

  def initialize(url, socket)
    @url = url
    @socket = socket
  end

  def write(data)
    @socket.write(data)
  end
end

def driver(client, form)
  uri = URI(URL + client)
  socket = TCPSocket.new(uri.host, uri.port)
  driver = WebSocket::Driver.client(
    Wire.new(URL + client, socket), protocols: SUBPROTOCOLS[form])
  ended = false
  driver.on(:open) { |_| say(client, 'open', driver.protocol || '') }
  driver.on(:message) { |event| say(client, 'text', event.data) }
  driver.on(:error) { |event| say(client, 'error', event.message) }
  driver.on(:close) do |event|
    say(client, 'close', event.code)
    ended = true
  end
  driver.start
  driver.parse(socket.readpartial(4096)) until ended
rescue EOFError
  say(client, 'error', 'ended without a close')
end

def faye(client, form)
  socket = Faye::WebSocket::Client.new(URL + client, SUBPROTOCOLS[form])
  socket.on(:open) { |_| say(client, 'open', socket.protocol) }
  socket.on(:message) { |event| say(client, 'text', event.data) }
  socket.on(:error) { |event| say(client, 'error', event.message) }
  socket.on(:close) do |event|
    say(client, 'close', event.code)
    EventMachine.stop if ($open -= 1).zero?
  end
end

threads = SUBPROTOCOLS.keys.map do |form|
  Thread.new { driver("websocket-driver.#{form}", form) }
end
$open = SUBPROTOCOLS.size
EventMachine.run { SUBPROTOCOLS.each_key { |form| faye("faye.#{form}", form) } }
threads.each(&:join)
