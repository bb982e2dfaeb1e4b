/// What bounds the interfaces of other servers.
extension Limits {
    /// Earlier songs in AzuraCast's data, which is its own default.
    static let compatibleHistory = 5

    /// Bytes of a list of all stations in the form of another server: of a thousand usual stations.
    /// Further ones are left out.
    static let compatibleListBytes = 4 * 1024 * 1024

    /// Bytes of the message in which a client of AzuraCast's WebSocket names its stations: as many
    /// as a request head has, which it is instead of.
    static let connectMessageBytes = 8 * 1024

    /// Bytes of current data in the reply to that message. The data of stations beyond it follows
    /// as soon as the client has read what came before.
    static let connectReplyBytes = 64 * 1024
}
