package dev.alize.embedded;

import dev.alize.schemas.registry.RegistryContract;

/** The real registry of the stack keeps the contract that the fake of the other tests keeps. */
class RegistryContractIT implements RegistryContract {
    @Override
    public String url() {
        return SharedStack.get().registryUrl();
    }
}
