package dev.dromedary.crd;

/** The closed list of reasons that conditions and Kubernetes Events carry. */
public enum Reason {
    /** The function answered, or the trigger hands its events on. */
    Ready,
    /** Every field of the spec has its effect. */
    AllFields,
    /** Some fields have no effect; the message names them. */
    FieldsIgnored,
    /** The spec cannot be carried out as it stands; the message names the field and the remedy. */
    InvalidSpec,
    /** The installation's pod policy does not allow a setting; the message names it. */
    NotAllowed,
    /** The service account that the function names is not there, or its administrator does not offer it to functions. */
    ServiceAccountNotAllowed,
    /** The runtime is in no catalogue. */
    UnknownRuntime,
    /** An old runtime string; the nearest current version runs instead. */
    OldRuntime,
    /** An object of the needed name exists and belongs to somebody else. */
    Conflict,
    /** The API server refused a write, or could not be reached: tried again by itself. */
    StepFailed,
    /** The pods are being started or replaced. */
    Progressing,
    /** The function's image is being made. */
    BuildingImage,
    /** The function's image is in the registry. */
    ImageBuilt,
    /** The function's image could not be made; the message says why. Tried again by itself. */
    ImageBuildFailed,
    /** A pod cannot start, or ended; the message says which container and why. */
    PodFailing,
    /** Nobody asked for pods: replicas is 0. */
    ScaledToZero,
    /** The trigger names a function that does not exist (yet). */
    FunctionMissing,
    /** The trigger's function exists, and is not ready. */
    FunctionNotReady,
    /** An older trigger already has this host and path. */
    AddressTaken,
    /** The cluster's gateway is told to lead the trigger's requests to the router. */
    Exposed,
    /** The gateway that the trigger names does not lead its requests here; the message has its own words. */
    GatewayRefused,
    /** Callers are asked who they are. */
    CallersChecked,
    /** Callers, all or some, cannot be told, and are not let in; the message says which Secret or keys, and what to do. */
    CallersUnknown,
    /** Clients are shown the certificate for the trigger's host. */
    CertificateShown,
    /** The trigger's certificate is missing, or no client would take it; the message says why, and what to do. */
    CertificateUnfit,
    /** The cluster does not know a kind of object that is needed; the message says what to install. */
    KindMissing,
    /** The source is read. */
    Consuming,
    /** The source is about to be read. */
    Connecting,
    /** What the trigger is to read is not there (yet); the message names it. */
    SourceMissing,
    /** The source does not answer; the message says who. Tried again by itself. */
    SourceUnreachable,
    /** The source does not let the router in; the message says why, and what to do. */
    SourceRefused,
    /** Something went wrong while the source was read; the message says what. It began anew by itself. */
    SourceTroubled,
    /** Events are not taken by their function, nor kept as dead letters; the message says why. They are tried again by themselves. */
    EventsHeld,
    /** The installation's configuration has a mistake; the message names the key and the remedy. */
    ConfigurationInvalid,
    /** A setting that this version cannot carry out, and that must not be passed over in silence. */
    NotSupported
}
