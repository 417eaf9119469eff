import { HELLO } from './hello.ts';

/**
 * What `python3 -c` runs in a container; it is written for Python 3.6 and needs nothing but the standard library, which has no SRV: the
 * question goes to the name servers of /etc/resolv.conf. Its argument, its output and its end are those of the program for Node.
 */
export const pythonProgram = String.raw`
import base64, errno, json, os, random, re, socket, ssl, struct, sys, threading
from concurrent.futures import ThreadPoolExecutor

given = json.loads(sys.argv[1])
step = given['stepMs'] / 1000.0
report = {'tool': 'python3', 'hosts': [], 'ports': []}

def leave():
    # Threads that are still at work may add to it meanwhile.
    while True:
        try:
            line = json.dumps(report)
            break
        except RuntimeError:
            pass
    sys.stdout.write(line + '\n')
    sys.stdout.flush()
    os._exit(0)

def until_gone():
    sys.stdin.buffer.read()
    os._exit(1)

whole = threading.Timer(given['wholeMs'] / 1000.0, leave)
whole.daemon = True
whole.start()
if given['attached']:
    threading.Thread(target=until_gone, daemon=True).start()

def fault(error):
    code = ''
    if isinstance(error, socket.timeout):
        code = 'ETIMEOUT'
    elif isinstance(error, OSError) and not isinstance(error, (ssl.SSLError, socket.gaierror)):
        code = errno.errorcode.get(error.errno, '')
    return {'error': {'code': code, 'message': str(error)}}

def name_at(packet, at):
    parts, end = [], None
    while packet[at]:
        if packet[at] >= 192:
            end = end or at + 2
            at = struct.unpack_from('>H', packet, at)[0] & 16383
        else:
            parts.append(packet[at + 1:at + 1 + packet[at]].decode('ascii', 'replace'))
            at += 1 + packet[at]
    return '.'.join(parts), end or at + 1

def exchange(server, question):
    family = socket.AF_INET6 if ':' in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as udp:
        udp.settimeout(step / 2)
        udp.connect((server, 53))
        udp.send(question)
        reply = udp.recv(65535)
    if not reply[2] & 2:
        return reply
    with socket.create_connection((server, 53), step / 2) as tcp:
        tcp.sendall(struct.pack('>H', len(question)) + question)
        stream = tcp.makefile('rb')
        return stream.read(struct.unpack('>H', stream.read(2))[0])

def records(reply, kind):
    count, at, found = struct.unpack_from('>H', reply, 6)[0], 12, []
    at = name_at(reply, at)[1] + 4
    for _ in range(count):
        at = name_at(reply, at)[1]
        type_, _, _, size = struct.unpack_from('>HHIH', reply, at)
        at += 10
        if type_ == kind == 33:
            found.append({'host': name_at(reply, at + 6)[0], 'port': struct.unpack_from('>H', reply, at + 4)[0]})
        elif type_ == kind == 16:
            text, spot = b'', at
            while spot < at + size:
                text += reply[spot + 1:spot + 1 + reply[spot]]
                spot += 1 + reply[spot]
            found.append(text.decode('utf-8', 'replace'))
        elif type_ == kind == 5:
            found.append(name_at(reply, at)[0])
        at += size
    return found

def ask(kind, name):
    labels = b''.join(bytes([len(part)]) + part.encode() for part in name.split('.'))
    try:
        servers = re.findall(r'^\s*nameserver\s+(\S+)', open('/etc/resolv.conf').read(), re.M)
    except OSError:
        servers = []
    answer = {'error': {'code': 'ECONNREFUSED', 'message': 'no name server'}}
    for server in servers[:3]:
        question = struct.pack('>6H', random.randrange(65536), 256, 1, 0, 0, 0) + labels + struct.pack('>BHH', 0, kind, 1)
        try:
            reply = exchange(server, question)
            code = {0: '', 2: 'ESERVFAIL', 3: 'ENOTFOUND', 5: 'EREFUSED'}.get(reply[3] & 15, 'EFORMERR')
            found = [] if code else records(reply, kind)
            if found:
                return {'records': found}
            return {'error': {'code': code or 'ENODATA', 'message': ''}}
        except (OSError, IndexError, struct.error) as error:
            answer = fault(error)
    return answer

def host_of(name):
    aliases = ask(5, name).get('records', [])
    try:
        found = socket.getaddrinfo(name, None, 0, socket.SOCK_STREAM)
        addresses = {'records': sorted(set(each[4][0] for each in found))}
    except OSError as error:
        # Only the answer's code tells a name that does not exist from one that has no address.
        addresses = ask(1, name)
    report['hosts'].append({'host': name, 'addresses': addresses, 'aliases': aliases})

def certificate(target):
    context = ssl._create_unverified_context()
    with socket.create_connection((target['host'], target['port']), step) as tcp:
        with context.wrap_socket(tcp, server_hostname=target['host']) as secure:
            return base64.b64encode(secure.getpeercert(True)).decode()

def dial(target):
    found = {'host': target['host'], 'port': target['port']}
    report['ports'].append(found)
    at = 'tcp'
    try:
        with socket.create_connection((target['host'], target['port']), step) as tcp:
            found['tcp'], found['address'] = {}, tcp.getpeername()[0]
            at = 'tls'
            with ssl.create_default_context().wrap_socket(tcp, server_hostname=target['host']) as secure:
                found['tls'] = {}
                at = 'hello'
                secure.sendall(bytes.fromhex('${HELLO}'))
                reply = b''
                while len(reply) < 4 or len(reply) < struct.unpack_from('<i', reply)[0]:
                    more = secure.recv(65536)
                    if not more:
                        raise OSError('closed')
                    reply += more
                found['hello'] = {'reply': base64.b64encode(reply).decode()}
    except Exception as error:
        found[at] = fault(error)
        if isinstance(error, socket.gaierror):
            found[at]['error']['code'] = 'ENOTFOUND'
        if at == 'tls' and 'CERTIFICATE_VERIFY_FAILED' in str(error):
            try:
                found['tls']['certificate'] = certificate(target)
            except Exception:
                pass

targets = given['targets']
if given['srv']:
    with ThreadPoolExecutor(2) as pool:
        srv, txt = pool.submit(ask, 33, '_mongodb._tcp.' + given['host']), pool.submit(ask, 16, given['host'])
        report['srv'], report['txt'] = srv.result(), txt.result()
    targets = report['srv'].get('records', targets)
names = sorted(set(each['host'] for each in targets))
with ThreadPoolExecutor(32) as pool:
    list(pool.map(host_of, names))
    list(pool.map(dial, targets))
leave()
`.trim();
